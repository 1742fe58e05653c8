"""Rendering an edition: with Quarto where it is found, else with Pandoc and Typst from packages."""
