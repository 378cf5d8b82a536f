"""« À classer »: the documents that wait for a place, and the dialog that gives them one."""
