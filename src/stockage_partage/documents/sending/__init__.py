"""From the company database to Microsoft 365."""
