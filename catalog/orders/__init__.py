"""Orders of scans, documents sent to readers far away, QR codes on boards."""
