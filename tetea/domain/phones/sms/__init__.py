"""SMS: keywords, free text that becomes a report and a conversation, short neutral answers."""
