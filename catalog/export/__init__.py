"""Records leaving the library."""
