"""What is late."""
