"""How copies come into the library, and the papers and labels of it."""
