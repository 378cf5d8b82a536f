"""What a person attaches: files of the computer or of the group, and what they belong to."""
