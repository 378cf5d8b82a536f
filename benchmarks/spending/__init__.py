"""The minute's budget of an organisation, used up by two programs on one company database."""
