"""Reading acts of acceptance, series of numbers, sheets of labels."""
