"""The data of an edition against the text of its statement."""
