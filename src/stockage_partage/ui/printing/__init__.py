"""Printing: the page « Modèles », the print dialog, the watched folder."""
