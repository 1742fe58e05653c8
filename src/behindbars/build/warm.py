"""What the process that all others are forked from has imported: importing is most of what a short notebook costs.

Nothing here may start a thread, or convert a chart: vl-convert's engine runs in threads, which a fork does not copy,
so a process forked after the first conversion would wait for ever.
"""

import gc

gc.disable()  # nothing of what is imported goes away again; looking for it is a sixth of the time

import ipykernel.kernelapp
import nbformat
import papermill

import behindbars.build.formats.factsheets
import behindbars.build.formats.pdf
import behindbars.build.formats.web
import behindbars.build.formats.word
import behindbars.measures
import behindbars.report

# Each process would do these by itself: it builds the check of notebooks, and reads the catalogue.
nbformat.validate(nbformat.v4.new_notebook())
behindbars.measures.frames.words_in("en")
gc.freeze()  # each notebook's kernel would look through all of it for garbage, a fifth of its time
gc.enable()
