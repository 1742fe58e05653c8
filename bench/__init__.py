"""Measurements of the project: what an edition costs, side by side with other ways to make it."""
