"""Signed licence file → options per company and application → entitlement, with its reason."""
