"""What a stranger's file says of itself."""
