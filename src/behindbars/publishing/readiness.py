"""Whether an edition is ready to be published: every reason why it is not, at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from behindbars.build import MANIFEST, NOT_RENDERED, input_files
from behindbars.edition import PROFILE, Edition, read_edition
from behindbars.errors import BehindBarsError
from behindbars.manifest import Manifest, checksums, read_manifest
from behindbars.project import visible_files
from behindbars.publishing.citation import read_publication
from behindbars.publishing.differences import compare
from behindbars.review import review

SHOWN = 5
"""How many open questions are told."""


def blockers(project: Path, year: int) -> list[str]:
    """List what keeps an edition from being published.

    Parameters
    ----------
    project : Path
        The project folder.
    year : int
        Edition year.

    Returns
    -------
    list of str
        Reasons, each with its remedy, some of several lines; none for an edition that is ready.
    """
    reasons: list[str] = []
    edition: Edition | None = None
    try:
        edition = read_edition(project, year)
        read_publication(project)
    except BehindBarsError as error:
        reasons.append(str(error))
    if edition is None:
        return reasons
    try:
        reasons += review(project, year).reasons(SHOWN)
    except BehindBarsError as error:
        reasons.append(str(error))
    return reasons + _not_built(project, edition)


def _not_built(project: Path, edition: Edition) -> list[str]:
    """Compare the edition in place with its manifest, and the manifest with the project as it is now."""
    build = f"Build it: behindbars build --year {edition.year}."
    out = project / "outputs" / str(edition.year)
    manifest = read_manifest(out / MANIFEST)
    if manifest is None:
        return [f"outputs/{edition.year} holds no edition with a {MANIFEST}. {build}"]
    reasons = []
    if manifest.renderer == NOT_RENDERED:
        reasons.append(f"outputs/{edition.year} holds notebooks of a later run than what is to be read. {build}")
    inputs = [file for file in input_files(project, edition) if file.is_file()]
    if changed := compare(_of_edition(manifest.inputs, edition.year), _inputs_now(project, inputs, edition.year)):
        heading = "The project is no longer what the edition was made from. Build it again, or undo the change:"
        reasons.append(_listed(heading, changed.lines()))
    return reasons + _edited(project, edition.year, manifest)


def _inputs_now(project: Path, inputs: Iterable[Path], year: int) -> Mapping[str, str]:
    return _of_edition(checksums(project, inputs), year)


def _of_edition(inputs: Mapping[str, str], year: int) -> dict[str, str]:
    """Leave out the profiles of other editions: a new one changes nothing in this."""
    profiles = {name: match[1] for name in inputs if (match := PROFILE.fullmatch(name))}
    return {name: digest for name, digest in inputs.items() if profiles.get(name, str(year)) == str(year)}


def _edited(project: Path, year: int, manifest: Manifest) -> list[str]:
    folders = (project / "outputs" / str(year), project / "figures" / str(year))
    files = [file for folder in folders for file in visible_files(folder)]
    now = checksums(project, (file for file in files if file != folders[0] / MANIFEST))
    if not (changed := compare(manifest.outputs, now)):
        return []
    heading = "Files of the edition are not those that were built. Keep your changes elsewhere, and build it again:"
    return [_listed(heading, changed.lines())]


def _listed(heading: str, lines: Iterable[str]) -> str:
    return "\n".join([heading, *(f"  {line}" for line in lines)])
