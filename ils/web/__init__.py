"""Everything of Flask that the subjects share: session, sign-in, languages, errors, base pages."""
