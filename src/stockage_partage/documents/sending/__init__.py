"""Sending documents from the outbox of the company database to Microsoft 365."""
