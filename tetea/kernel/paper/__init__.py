"""What is printed: a document of plain parts, as a tagged PDF or for a word processor."""
