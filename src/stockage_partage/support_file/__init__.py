"""What whoever helps needs to know, in one file that holds no secret, no document and no name of either."""
