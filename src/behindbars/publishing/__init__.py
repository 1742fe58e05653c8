"""A finished edition as a folder for any web host."""
