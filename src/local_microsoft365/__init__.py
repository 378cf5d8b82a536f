"""A local Microsoft 365: sign-in, Graph and SharePoint on loopback, for demonstrations and tests.

Imports nothing of the rest of the program: it stands for somebody else's service.
"""
