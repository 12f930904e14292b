"""Bibliographic records."""
