"""What goes on paper: barcodes."""
