"""What is wrong with a company's documents, its activation and this workstation: found, told, mended."""
