"""The window « Documents »: found as one types, shown, opened, saved."""
