"""Documents on their way: kept, leased, sent in batches, within the minute's budget."""
