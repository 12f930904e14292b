"""Reads of responsibility for the fund."""
