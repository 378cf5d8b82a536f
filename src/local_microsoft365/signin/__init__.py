"""The sign-in origin: OpenID metadata, authorize, token, device code, logout, and their pages."""
