"""The index and its queries; knows ids and text, not records."""
