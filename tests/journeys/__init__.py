"""Whole stories, from her first tap to the paralegal's answer."""
