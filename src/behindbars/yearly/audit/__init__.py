"""The data of an edition against the text of its statement, in both directions.

`audit.audit` is the way in, and holds text and rows against each other. Before it, in the order of the work: `source`
makes blocks of a file, with `pdf`; `sections` makes paragraphs with codes of them; `passage` is a text and what stands
in it: `mentions`, numbers and dates, as ``english.toml`` lists how they are said.
"""
