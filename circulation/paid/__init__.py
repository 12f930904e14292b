"""Paid services of the library: prices and receipts."""
