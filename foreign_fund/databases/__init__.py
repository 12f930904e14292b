"""Subscribed and open databases, their terms, their use and their links."""
