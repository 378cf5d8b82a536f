"""What the company has online, followed and brought back: two assistants of three steps each."""
