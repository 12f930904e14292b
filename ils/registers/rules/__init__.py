"""Plain facts of registers: kinds, counting, checks."""
