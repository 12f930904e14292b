"""Asking an address on the web that somebody typed, without being led into the library's own network."""
