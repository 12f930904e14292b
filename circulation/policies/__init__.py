"""The table of loan policies."""
