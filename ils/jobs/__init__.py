"""Background work with progress."""
