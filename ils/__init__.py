"""The roof (`app`, `cli`, `demo`) and the ground of the library system."""
