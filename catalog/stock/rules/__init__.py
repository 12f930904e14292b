"""What acts, inventory numbers and labels must be."""
