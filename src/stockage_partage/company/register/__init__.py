"""The register of documents: search, numbered documents, what was seen online."""
