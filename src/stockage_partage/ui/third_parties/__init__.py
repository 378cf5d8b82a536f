"""The page « Tiers »: third parties listed, added, changed, imported from a file."""
