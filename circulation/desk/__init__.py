"""The scan box: what a scan means."""
