"""What goes on paper and into spreadsheets: PDF, XLSX, barcodes, amounts in words."""
