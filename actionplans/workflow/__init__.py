"""The ways of things, one table a noun."""
