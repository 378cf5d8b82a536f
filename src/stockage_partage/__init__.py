"""Stockage et partage: a company's documents in Microsoft 365."""

__version__ = "1.1.0.dev0"
