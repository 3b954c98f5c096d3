"""What is true of phones without any provider: numbers, lengths, keywords, parts, safe contact."""
