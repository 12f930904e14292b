"""Staff: who may do what, and who did what."""
