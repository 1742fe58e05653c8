"""Build again whenever something is saved, and show it in the browser."""
