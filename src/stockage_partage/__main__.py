"""Starts the command line: `python -m stockage_partage`."""

from stockage_partage.cli import main

if __name__ == "__main__":
    main()
