"""One module a step, numbered; `upgrade` of each applies it."""
