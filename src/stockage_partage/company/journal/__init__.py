"""The accountable journal of a company: who did what, when and from where, each entry chained to the one before."""
