"""Assess, check out, check in, renew."""
