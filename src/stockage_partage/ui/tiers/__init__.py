"""The page « Tiers » and the filing of what waits for a place."""
