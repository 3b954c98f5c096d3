"""The coded register: what is counted of a case, in columns that are sealed as one."""
