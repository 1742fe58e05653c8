"""The command line, as ``python -m behindbars``."""

from behindbars.cli import main

main(prog_name="behindbars")
