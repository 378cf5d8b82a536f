"""What a hard stop, a copy put back or somebody's hand leaves wrong in the tables: seen, and put right."""
