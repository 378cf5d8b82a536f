"""The company database, shared by every application and workstation: the only door to SQL.

`database.CompanyDatabase` opens it; `facts` holds what it answers with (no SQLAlchemy needed to read
those). No connection leaves this package, and no network call is made inside a transaction.
"""
