"""Exhibitions with scanned copies."""
