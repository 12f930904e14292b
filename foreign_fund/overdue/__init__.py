"""The foreign department's own watch over late copies."""
