"""The company's group and its document library: files, folders, uploads, changes."""
