"""Microsoft Graph as the local Microsoft 365 answers it."""
