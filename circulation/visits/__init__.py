"""Visits by sector."""
