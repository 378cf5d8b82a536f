"""What others did online, brought into the register a page of changes at a time."""
