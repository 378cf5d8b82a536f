"""What the window needs of Qt and of Python to run: background work, timers, signals, last resorts."""
