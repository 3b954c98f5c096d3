"""A demonstration organisation that lives through the same actions as every other one."""
