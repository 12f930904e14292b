"""What may be said and done, without a database."""
