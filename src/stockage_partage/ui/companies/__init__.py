"""« Sociétés »: every company known here in one window, opened, created, and acted on together."""
