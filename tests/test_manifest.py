"""The manifest names inputs, outputs and versions, and nothing of the machine."""

import hashlib
import json

from behindbars.manifest import write_manifest


def test_a_manifest_holds_checksums_and_no_path_of_the_machine(tmp_path):
    data, out = tmp_path / "data.csv", tmp_path / "edition.html"
    data.write_bytes(b"synthetic")
    out.write_bytes(b"page")
    manifest = tmp_path / "manifest.json"
    write_manifest(manifest, tmp_path, inputs=[data], outputs=[out], parameters={"year": 2024}, renderer="embedded")
    text = manifest.read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["inputs"] == {"data.csv": hashlib.sha256(b"synthetic").hexdigest()}
    assert content["outputs"] == {"edition.html": hashlib.sha256(b"page").hexdigest()}
    assert content["parameters"] == {"year": 2024}
    assert content["packages"]["papermill"]
    assert set(content) == {"inputs", "outputs", "packages", "parameters", "renderer"}
    assert str(tmp_path) not in text
