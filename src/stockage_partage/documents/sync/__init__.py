"""What changed online is read and brought into the register."""
