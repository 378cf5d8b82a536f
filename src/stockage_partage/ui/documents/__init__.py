"""The page « Documents »: found as one types, shown, opened, saved."""
