"""Decisions of the service."""
