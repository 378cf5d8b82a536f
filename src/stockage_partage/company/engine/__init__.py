"""The database engines: connections, tables, transactions, errors, structure."""
