"""What "activated" means: states, functions allowed, activation steps, and what the panel shows.

No Qt and no HTTP here: `ui` and `cli` ask, `company` remembers, `graph` speaks to Microsoft 365.
"""
