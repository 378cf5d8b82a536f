"""What shows that a document is the one that was filed: made here, checked anywhere."""
