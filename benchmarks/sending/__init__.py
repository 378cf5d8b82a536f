"""From the outbox to the library, against bare requests doing nothing but the same PUTs."""
