"""File → staged rows → match → accept."""
