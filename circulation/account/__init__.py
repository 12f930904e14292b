"""The reader's own page of the public catalogue."""
