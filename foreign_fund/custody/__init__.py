"""Responsibility for the fund: custodians, transfer acts, checking the fund shelf by shelf."""
