"""The window: everything that uses Qt, and nothing that decides what a company may do."""
