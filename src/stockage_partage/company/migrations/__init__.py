"""The changes of the structure of a company database, one after the other."""
