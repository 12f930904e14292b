"""Records of other catalogues, asked for and taken over."""
