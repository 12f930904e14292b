"""Service of the foreign department to teachers and readers."""
