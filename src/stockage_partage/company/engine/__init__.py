"""The database engines: connections, tables, transactions, errors, upgrades."""
