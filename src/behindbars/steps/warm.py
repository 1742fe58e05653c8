"""What a warm process has imported before work is forked from it.

Importing is most of what a short notebook costs: 0.7 s of a run of 1.5 s. Here it is done once.
Nothing here may start a thread, open a file for later, or convert a chart: vl-convert's engine runs in
threads, which a fork does not copy, so a process forked after the first conversion would wait for ever.
"""

import sys

# With its optional checks of formats, jsonschema compiles grammars for 1 s at every start. Neither nbformat
# nor altair uses them. Only the import is kept away; whoever wants the package later gets it.
_UNUSED = "rfc3987_syntax"
_absent = _UNUSED not in sys.modules
if _absent:
    sys.modules[_UNUSED] = None  # type: ignore[assignment]
try:
    import behindbars.comparison.change_text
    import behindbars.country_figures
    import behindbars.country_text
    import behindbars.event_figures
    import behindbars.export
    import behindbars.gap_group
    import behindbars.region_figures
    import behindbars.region_text
    import behindbars.render.factsheets
    import behindbars.render.pdf
    import behindbars.render.web
    import behindbars.render.word
    import behindbars.trend_figures
    import behindbars.trend_text
    import behindbars.workbook  # noqa: F401
finally:
    if _absent:
        del sys.modules[_UNUSED]
