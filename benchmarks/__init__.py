"""Measurements that anyone can repeat: `make bench`. Each is a ratio against a floor in the same run."""
