"""What every page of settings is made of: its name, its frame, the way to it, its controller."""
