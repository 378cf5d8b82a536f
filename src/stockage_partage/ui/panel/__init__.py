"""The panel « Stockage et partage Office 365 »: its state shown, its buttons acted upon."""
