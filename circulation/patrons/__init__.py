"""Readers, cards, yearly registration."""
