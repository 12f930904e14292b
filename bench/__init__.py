"""Measurements against bare baselines on the same machine; see README.md."""
