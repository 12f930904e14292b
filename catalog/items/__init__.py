"""Copies: inventory number, barcode, place, state, placements."""
