"""Documents' bytes outside the company database, held against what the journal tells of them."""
