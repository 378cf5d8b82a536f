"""What is done with documents: read, filed, printed, sent, found, attached, exported, synchronised.

`tree` and most of `invoices` are pure; `filing` and `sending` join the company database and Microsoft 365.
"""
