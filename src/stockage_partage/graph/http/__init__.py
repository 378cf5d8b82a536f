"""Requests to Microsoft over HTTPS: trust, limits, and what answers mean."""
