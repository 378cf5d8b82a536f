"""A file becomes a document of the company: read, placed, kept and known."""
