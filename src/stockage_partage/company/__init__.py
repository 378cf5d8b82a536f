"""The company database, shared by every application and workstation. All SQL is here.

`database.CompanyDatabase` opens it; `state_records` and `document_records` hold what it answers with (no
SQLAlchemy needed to read those). No connection leaves this package, and no network call is made inside a transaction.
"""
