"""The main window, its pages, and what works behind it while a company is open."""
