"""Sage Document Manager and its exchange folder."""
