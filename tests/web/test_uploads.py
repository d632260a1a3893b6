"""Uploads at the door: nothing on disk, nothing cut off, every type told apart by its first bytes."""

import builtins
import os
import struct
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.utils.translation import override

from dsr.web import uploads
from dsr.web.uploads import MAX_FILE_BYTES, BoundedMemoryUploadHandler, inspect_upload

JPEG = b"\xff\xd8\xff\xe0" + bytes(2000)
PNG = b"\x89PNG\r\n\x1a\n" + bytes(2000)
PDF = b"%PDF-1.7\n" + bytes(2000)


def boxes(*brands):
    """Return what begins like a photograph of a phone: the main brand, and all that it is compatible with."""
    head = b"ftyp" + brands[0] + bytes(4) + b"".join(brands)
    return (len(head) + 4).to_bytes(4, "big") + head + bytes(2000)


def png(width, height):
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + bytes(2000)


def jpeg(width, height, frame=b"\xc0", before=b""):
    start = b"\xff\xd8\xff\xe1\x00\x10" + b"\xff\xc0" * 7 + before
    return start + b"\xff" + frame + b"\x00\x11\x08" + struct.pack(">HH", height, width) + bytes(2000)


def sent(*files):
    """Return the uploads of one multipart request, as a view gets them."""
    request = RequestFactory().post("/", {f"file{n}": SimpleUploadedFile(*file) for n, file in enumerate(files)})
    request.upload_handlers = [BoundedMemoryUploadHandler(request)]
    return list(request.FILES.values())


def verdict_of(data, name="scan.jpg"):
    return inspect_upload(sent((name, data))[0])


@pytest.mark.parametrize(
    ("data", "content_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (PDF, "application/pdf"),
        (b"\n" * 1000 + PDF, "application/pdf"),
        *((boxes(brand), "image/heic") for brand in (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")),
        (boxes(b"mif1", b"heic", b"avif"), "image/heic"),
    ],
)
@pytest.mark.parametrize("name", ["scan.jpg", "scan.png", "x.pdf", "malware.exe", "名前", "a\u202egpj.exe"])
def test_type_is_told_by_content_not_by_name(data, content_type, name):
    verdict = verdict_of(data, name)
    assert (verdict.accepted, verdict.content_type, verdict.code, verdict.sentence) == (True, content_type, "", "")


@pytest.mark.parametrize(
    ("head", "code", "detected"),
    [
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00avifmif1", "wrong_type", "AVIF"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "wrong_type", "AVIF"),
        (b"\x00\x00\x00\x18ftypqt  ", "wrong_type", "MP4"),
        (b"\x00\x00\x00\x18ftypisom", "wrong_type", "MP4"),
        (b"GIF89a", "wrong_type", "GIF"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "wrong_type", "WebP"),
        (b"II*\x00", "wrong_type", "TIFF"),
        (b"MM\x00*", "wrong_type", "TIFF"),
        (b"PK\x03\x04", "wrong_type", "ZIP / Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "wrong_type", "Office"),
        (b"MZ\x90\x00", "wrong_type", "EXE"),
        (b"\x7fELF", "wrong_type", "ELF"),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "wrong_type", "PostScript"),
        (b'<?xml version="1.0"?><svg xmlns=', "wrong_type", "SVG"),
        (b"<svg onload=", "wrong_type", "SVG"),
        (b"\xef\xbb\xbf<!DOCTYPE html>", "wrong_type", "HTML"),
        (b"<html>%PDF-1.4", "wrong_type", "HTML"),
        (b"PK\x03\x04%PDF-1.4", "wrong_type", "ZIP / Office"),
        (b"just text", "unknown_type", ""),
        (b"\xff\xd8", "unknown_type", ""),
        (b"\n" * 2000 + b"%PDF-1.4", "unknown_type", ""),
    ],
)
def test_other_type_is_named(head, code, detected):
    verdict = verdict_of(head + bytes(2000))
    assert (verdict.accepted, verdict.content_type, verdict.code, verdict.detected) == (False, "", code, detected)
    with override("en"):
        assert detected in verdict.sentence
        assert "JPEG" in verdict.sentence


@pytest.mark.parametrize(
    ("size", "code"),
    [
        (0, "empty"),
        (1, "unknown_type"),
        (3, "too_small"),
        (1023, "too_small"),
        (1024, ""),
        (MAX_FILE_BYTES, ""),
        (MAX_FILE_BYTES + 1, "too_large"),
        (11 * 1024 * 1024, "too_large"),
    ],
)
def test_size_has_limits(size, code):
    (file,) = sent(("scan.jpg", JPEG[:4][:size].ljust(size, b"\0")))
    assert (file.size, inspect_upload(file).code) == (size, code)


@pytest.mark.parametrize(
    ("data", "code", "said"),
    [
        (png(20_000, 20_000), "too_many_pixels", "20,000 × 20,000 pixels (400 million); the limit is 50 million"),
        (png(12_000, 12_000), "too_many_pixels", "12,000 × 12,000 pixels (144 million); the limit is 50 million"),
        (png(200_000, 1), "too_long", "200,000 × 1 pixels; the longest side may have 12,000"),
        (png(1, 1), "too_few_pixels", "only 1 × 1 pixels; each side needs at least 200"),
        (png(10_000, 5_000), "", ""),
        (png(10_001, 5_000), "too_many_pixels", "the limit is 50 million"),
        (png(12_001, 300), "too_long", "the longest side may have 12,000"),
        (png(200, 12_000), "", ""),
        (png(199, 400), "too_few_pixels", "199 × 400"),
        (jpeg(9_000, 9_000), "too_many_pixels", "9,000 × 9,000 pixels (81 million)"),
        (jpeg(9_000, 9_000, b"\xc2"), "too_many_pixels", "81 million"),
        (jpeg(9_000, 9_000, b"\xc4"), "", ""),  # tables, not a picture
        (jpeg(4_032, 3_024), "", ""),
        (jpeg(300, 100), "too_few_pixels", "only 300 × 100"),
        (jpeg(9_000, 9_000, before=b"\xff\xfe\x00\x00"), "", ""),  # a length that leads nowhere
        (b"\xff\xd8" + b"\xff\xfe\x00\x02" * 5_000 + jpeg(9_000, 9_000)[2:], "", ""),
    ],
)
def test_pixels_are_counted_by_the_head_alone(data, code, said):
    """What the head does not tell is left to the jail, which measures every picture."""
    verdict = verdict_of(data)
    with override("en"):
        assert (verdict.code, said in verdict.sentence) == (code, True)


def test_large_file_is_counted_but_not_kept():
    (large, small) = sent(("large.jpg", JPEG[:4] + bytes(12 * 1024 * 1024)), ("small.png", PNG))
    assert (large.size, large.whole, large.read()) == (12 * 1024 * 1024 + 4, False, b"")
    assert (small.size, small.whole, small.read()) == (len(PNG), True, PNG)
    with override("en"):
        assert inspect_upload(large).sentence.replace("\xa0", " ") == (
            "This file is 12.0 MB; the limit is 10.0 MB. Please send a smaller copy."
        )
    assert inspect_upload(small).accepted


def test_all_files_of_a_request_have_a_limit(monkeypatch):
    monkeypatch.setattr(uploads, "MAX_REQUEST_BYTES", 5000)
    received = sent(*[(f"{n}.png", PNG) for n in range(4)])
    assert [inspect_upload(file).code for file in received] == ["", "", "request_too_large", "request_too_large"]
    assert [file.size for file in received] == [len(PNG)] * 4
    assert [file.read() for file in received] == [PNG, PNG, b"", b""]


def test_file_is_left_at_its_beginning():
    (file,) = sent(("scan.jpg", JPEG))
    inspect_upload(file)
    assert file.read() == JPEG


def test_no_upload_touches_the_disk(monkeypatch, tmp_path):
    opened = []
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(builtins, "open", lambda *args, **_options: opened.append(args))
    monkeypatch.setattr(os, "open", lambda *args, **_options: opened.append(args))
    (file,) = sent(("scan.jpg", JPEG[:4] + bytes(9 * 1024 * 1024)))
    assert (file.size, opened, list(tmp_path.iterdir())) == (9 * 1024 * 1024 + 4, [], [])


def test_product_uses_this_handler(settings):
    assert settings.FILE_UPLOAD_HANDLERS == ["dsr.web.uploads.BoundedMemoryUploadHandler"]


@pytest.mark.parametrize("code", uploads.SENTENCES)
def test_every_refusal_has_its_sentence(code):
    verdict = uploads.UploadVerdict(code=code, detected="GIF", size=11_000_000)
    with override("en"):
        assert "%(" not in verdict.sentence
        assert verdict.sentence.endswith(".")
