"""Reads of the watch over the fund."""
