"""Registers of work, their evidence, other libraries, personnel and the tally board."""
