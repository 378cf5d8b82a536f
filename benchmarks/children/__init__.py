"""Processes that `benchmarks.window` times from outside."""
