"""Vendored files are exactly what was published: name, version, licence and hash of each are written down."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "static"
PACKAGES = json.loads((STATIC / "vendor" / "vendor.json").read_text(encoding="utf-8"))
FILES = {file: digest for package in PACKAGES for file, digest in package["files"].items()}


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_vendored_file_has_its_hash(file):
    assert sha256((STATIC / file).read_bytes()).hexdigest() == FILES[file]


def test_every_file_in_vendor_is_listed():
    found = {str(path.relative_to(STATIC)) for path in (STATIC / "vendor").rglob("*") if path.is_file()}
    assert found - {"vendor/vendor.json"} == {file for file in FILES if file.startswith("vendor/")}


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_package_names_version_licence_and_licence_file(package):
    assert set(package) == {"name", "version", "licence", "source", "files"}
    assert any(file.endswith("/LICENSE") for file in package["files"])
