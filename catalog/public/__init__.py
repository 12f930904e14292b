"""Search page and record page."""
