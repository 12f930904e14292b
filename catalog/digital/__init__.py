"""Files and links of records."""
