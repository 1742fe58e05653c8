"""What a warm process has imported before work is forked from it.

Importing is most of what a short notebook costs: 0.7 s of a run of 1.5 s. Here it is done once.
Nothing here may start a thread, open a file for later, or convert a chart: vl-convert's engine runs in
threads, which a fork does not copy, so a process forked after the first conversion would wait for ever.
"""

import gc

gc.disable()  # nothing of what is imported goes away again; looking for it is a sixth of the time

import altair
import ipykernel.kernelapp
import nbformat
import oxipng
import pandas
import papermill
import vl_convert

import behindbars.comparison.change_text
import behindbars.country_figures
import behindbars.country_text
import behindbars.event_figures
import behindbars.export
import behindbars.fonts
import behindbars.region_figures
import behindbars.region_text
import behindbars.render.factsheets
import behindbars.render.pdf
import behindbars.render.web
import behindbars.render.word
import behindbars.trend_figures
import behindbars.trend_text
import behindbars.workbook

# Each process would do these by itself: it builds the check of notebooks, and cuts the typeface.
nbformat.validate(nbformat.v4.new_notebook())
behindbars.fonts.static_faces()
gc.freeze()  # each notebook's kernel would look through all of it for garbage, a fifth of its time
gc.enable()
