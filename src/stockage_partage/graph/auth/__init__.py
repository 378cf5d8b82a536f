"""Signing in to Microsoft 365: accounts, tokens, and where the session is kept."""
