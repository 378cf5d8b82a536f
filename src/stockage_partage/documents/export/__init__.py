"""Documents come back to a folder of the computer, checked, with an index."""
