"""What the applications print: templates, print jobs and the watched print folder."""
