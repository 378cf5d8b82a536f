"""The embedded sign-in, the wait for the system's browser, and the question before signing out."""
