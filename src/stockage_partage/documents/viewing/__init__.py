"""Documents are found, fetched and opened."""
