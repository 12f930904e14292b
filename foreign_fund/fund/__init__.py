"""What belongs to the foreign fund, and its shelf figures."""
