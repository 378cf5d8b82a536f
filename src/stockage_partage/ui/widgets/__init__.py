"""Widgets and dialogs that several pages and dialogs share."""
