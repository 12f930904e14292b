"""What pages, papers and checks read of partners."""
