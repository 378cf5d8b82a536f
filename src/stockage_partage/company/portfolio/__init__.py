"""The companies known on this workstation: their list, and a summary of each read without opening it."""
