"""Reads of the service."""
