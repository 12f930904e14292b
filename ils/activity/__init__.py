"""The activity log: what the library did, one row an act, and the sums over it."""
