"""Microsoft 365 over HTTPS: signing in, groups, the document library, uploads and downloads."""
