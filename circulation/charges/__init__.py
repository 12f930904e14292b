"""What readers owe and what they paid."""
