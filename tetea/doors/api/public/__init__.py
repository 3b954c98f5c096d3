"""The calls that need no account: questionnaire, reports, and threads by token."""
