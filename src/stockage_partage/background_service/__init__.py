"""`envoyer --continu` at each opening of a person's session, by what the system has for it."""
