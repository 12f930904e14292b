"""Decisions about responsibility for copies."""
