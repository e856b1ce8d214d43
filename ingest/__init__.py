"""Files to documents, and runs over many of them: the only room that opens users' files."""
