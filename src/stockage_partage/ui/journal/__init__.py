"""The company's journal: searched in a window of its own, read beside a document, verified and written down."""
