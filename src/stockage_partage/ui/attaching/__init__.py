"""Attaching a person's files, and sending them to Sage Document Manager."""
