"""Where a document belongs: its type, its place in the tree and the names on the way."""
