"""Chart forms: one module each, from plain rows to a complete Vega-Lite specification.

A row carries `low` and `high` (numbers, in the row's unit, or None), `status` (how the value is
known), `words` (the value as printed beside its mark) and `context` (whether it comes from another
source than the statement). Words and numbers come from the caller; a form places them. What is
filled is the statement's, what is hollow is not: the subtitle says so where both appear.
"""
