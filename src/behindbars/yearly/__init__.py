"""The tools that take an edition from one year to the next."""
