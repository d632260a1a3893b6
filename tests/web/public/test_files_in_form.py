"""Files against the bad-input catalogue: refused beside their own field, and what was right is kept."""

import re

import pytest

from dsr import storage
from dsr.models import Case, DraftFile
from dsr.web.uploads import MAX_FILE_BYTES
from tests.factories import received
from tests.web.public.visitor import AGENT, Visitor, errors, file, picture

FRONT, BACK = "document_identity_of_principal", "document_identity_of_principal__2"
WRONG = "principal-birth_date"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 2000


def only_pictures(kind):
    return f"This is a file of type {kind}. Please send a JPEG, PNG or HEIC picture or a PDF."


def too_many(size, millions):
    return f"This picture has {size} pixels ({millions} million); the limit is 50 million. Please send a smaller copy."


def head_of_png(width, height):
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"0" * 2000


def in_all(size):
    return f"This file is {size}; the limit is 10.0 MB. Please send a smaller copy."


BAD = [
    pytest.param("a.jpg", b"", "This file is empty. Please choose the file again.", id="U1 empty"),
    pytest.param("a.jpg", JPEG[:3] + b"0" * (MAX_FILE_BYTES - 2), in_all("10.0 MB"), id="U2 one byte too many"),
    pytest.param("a.jpg", b"MZ" + b"0" * 2000, only_pictures("EXE"), id="U4 EXE"),
    pytest.param("a.jpg", b"\x7fELF" + b"0" * 2000, only_pictures("ELF"), id="U4 ELF"),
    pytest.param("a.jpg", b"<!DOCTYPE html><html>" + b" " * 2000, only_pictures("HTML"), id="U4 HTML"),
    pytest.param("a.jpg", b'<?xml version="1.0"?><svg xmlns="x">' + b" " * 2000, only_pictures("SVG"), id="U4 SVG"),
    pytest.param("a.jpg", b"PK\x03\x04" + b"0" * 2000, only_pictures("ZIP / Office"), id="U4 ZIP"),
    pytest.param("a.jpg", b"GIF89a" + b"0" * 2000, only_pictures("GIF"), id="U4 GIF"),
    pytest.param("a.jpg", b"RIFF0000WEBP" + b"0" * 2000, only_pictures("WebP"), id="U4 WebP"),
    pytest.param("a.jpg", b"II*\x00" + b"0" * 2000, only_pictures("TIFF"), id="U4 TIFF"),
    pytest.param("a.png", b"%!PS-Adobe-3.0 EPSF-3.0" + b"0" * 2000, only_pictures("PostScript"), id="U5 EPS"),
    pytest.param("a.jpg", b"\0\0\0\x14ftypavif\0\0\0\0avif" + b"0" * 2000, only_pictures("AVIF"), id="U4 AVIF"),
    pytest.param("a.png", head_of_png(20_000, 20_000), too_many("20,000 × 20,000", 400), id="U7 bomb"),
    pytest.param("a.png", head_of_png(12_000, 12_000), too_many("12,000 × 12,000", 144), id="U8 bomb"),
    pytest.param(
        "a.png",
        head_of_png(200_000, 1),
        "This picture has 200,000 × 1 pixels; the longest side may have 12,000. Please send a smaller copy.",
        id="U14 strip",
    ),
    pytest.param(
        "a.png",
        head_of_png(1, 1),
        "This picture has only 1 × 1 pixels; each side needs at least 200. Please scan or photograph the document "
        "again.",
        id="U14 dot",
    ),
    pytest.param(
        "a.jpg",
        b"hello",
        "The type of this file is not known. Please send a JPEG, PNG or HEIC picture or a PDF.",
        id="no type",
    ),
]


def test_the_summary_names_the_line_whose_file_is_wrong(visitor):
    page = visitor.send({FRONT: file("a.jpg", b"hello"), BACK: file("b.jpg", b"hello")}).text
    summary = page[page.index('id="error-summary"') : page.index("</ul>", page.index('id="error-summary"'))]
    said = "The type of this file is not known."
    assert f"Identity of the data subject: {said}" in summary
    assert f"Identity of the data subject: Back of the card: {said}" in summary


@pytest.mark.parametrize(("name", "data", "sentence"), BAD)
def test_refuses_a_file_beside_its_own_field(visitor, name, data, sentence):
    response = visitor.send({FRONT: picture(), BACK: file(name, data)})
    assert (response.status_code, errors(response)) == (422, {f"id_{BACK}": sentence})
    assert [kept.requirement for kept in DraftFile.objects.all()] == ["identity_of_principal"]
    assert "Kept: licence.jpg" in response.text


GOOD = [
    pytest.param(picture("JPEG"), "image/jpeg", id="JPEG"),
    pytest.param(picture("PNG", name="scan.png"), "image/png", id="PNG"),
    pytest.param(picture("PNG", name="scan.jpg"), "image/png", id="U3 PNG that is called JPG"),
    pytest.param(picture("JPEG", name="scan.png"), "image/jpeg", id="U3 JPEG that is called PNG"),
    pytest.param(file("a.pdf", b"%PDF-1.7\n" + b"0" * 2000), "application/pdf", id="PDF"),
    pytest.param(file("a.jpg", JPEG[:3] + b"0" * (MAX_FILE_BYTES - 3)), "image/jpeg", id="U2 exactly 10 MiB"),
    pytest.param(
        file("a.jpg", JPEG + b"PK\x03\x04<script>alert(1)</script>"), "image/jpeg", id="U6 polyglot, to be rebuilt"
    ),
]


@pytest.mark.parametrize(("upload", "content_type"), GOOD)
def test_takes_a_picture_by_what_it_is(visitor, upload, content_type):
    upload.seek(0)
    visitor.ask({FRONT: upload})
    [document] = Case.objects.get().documents.all()
    assert (document.content_type, document.item.code, document.item.status) == (
        content_type,
        "identity_of_principal",
        "received",
    )


NAMES = [
    "../../x.jpg",
    "..\\..\\x.jpg",
    "/etc/passwd",
    "C:\\x.jpg",
    "CON.jpg",
    ".htaccess",
    "x.php.jpg",
    "あ" * 300 + ".jpg",
    "gpj.exe\u202e.jpg",
    "🦊.jpg",
    "%2e%2e%2fx.jpg",
    "%22; rm -rf.jpg",
    "-rf.jpg",
    "<b>x</b>.jpg",
]


@pytest.mark.parametrize("name", NAMES)
def test_uses_no_file_name_for_anything(visitor, name):
    visitor.ask({FRONT: picture(name=name)})
    [document] = Case.objects.get().documents.all()
    assert re.fullmatch(r"original/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{32}", document.key)
    assert not {"/", "\\"} & set(document.name)


def test_shows_a_hostile_file_name_as_text(visitor):
    page = visitor.send({FRONT: picture(name="<b>x</b>.jpg"), WRONG: "x"}).text
    assert ("<b>x</b>" in page, "b&gt;.jpg" in page) == (False, True)


@pytest.mark.parametrize("name", ["..", ".", ""])
def test_counts_a_file_without_a_name_as_none(visitor, name):
    body = (
        f'--x\r\nContent-Disposition: form-data; name="{FRONT}"; filename="{name}"\r\n'
        "Content-Type: image/jpeg\r\n\r\nabc\r\n--x--\r\n"
    )
    response = visitor.client.post(visitor.form_url, body.encode(), content_type="multipart/form-data; boundary=x")
    assert (response.status_code, DraftFile.objects.count()) == (422, 0)


def test_keeps_both_sides_of_a_card(visitor):
    visitor.ask({FRONT: picture(), BACK: picture()})
    documents = Case.objects.get().documents.all()
    assert {(document.name, document.item.code) for document in documents} == {("licence.jpg", "identity_of_principal")}
    assert len(documents) == 2


def test_replaces_a_file_in_its_place(visitor):
    visitor.send({FRONT: picture(name="first.jpg"), WRONG: "x"})
    visitor.send({FRONT: picture(name="second.jpg"), WRONG: "x"})
    assert [kept.name for kept in DraftFile.objects.all()] == ["second.jpg"]


def test_lets_a_kept_file_go_and_keeps_the_words(visitor):
    visitor.send({FRONT: picture(), BACK: picture(), WRONG: "x"})
    response = visitor.send({WRONG: "昭和"}, remove="identity_of_principal")
    assert response.url == f"{visitor.form_url}#papers"
    assert [kept.requirement for kept in DraftFile.objects.all()] == ["identity_of_principal__2"]
    assert 'value="昭和"' in visitor.open().text


def test_takes_five_files_and_says_what_to_do_with_the_sixth(desks):
    agent = Visitor(who="minor_agent")
    agent.open()
    codes = ("identity_of_principal", "identity_of_agent", "kinship")
    places = [f"document_{code}{second}" for code in codes for second in ("", "__2")]
    response = agent.send({**AGENT, WRONG: "2011-05-10", **{place: picture() for place in places}})
    assert errors(response) == {
        "id_document_kinship__2": "One request carries at most 5 files. "
        "Send this one later, from the page where you follow your request."
    }
    assert DraftFile.objects.count() == 5


def test_asks_for_the_original_by_post_where_no_copy_counts(desks):
    page = Visitor(who="appointed_agent").open().text
    assert "Send the original by post" in page
    assert re.findall(r'name="(document_\w+)"', page) == [
        "document_identity_of_principal",
        "document_identity_of_principal__2",
        "document_identity_of_agent",
        "document_identity_of_agent__2",
    ]


def test_a_file_at_another_desk_stays_there(visitor):
    visitor.send({FRONT: picture(), WRONG: "x"})
    other = Visitor("citizen-systems-japan")
    other.client = visitor.client
    assert "licence.jpg" not in other.open().text


def test_sends_only_the_papers_that_the_last_look_shows(desks):
    """Five files of a parent; then "I ask for myself": the papers of the other way are neither shown nor sent."""
    parent, alone = Visitor(who="minor_agent"), Visitor()
    alone.client = parent.client
    parent.open()
    codes = ("identity_of_principal", "identity_of_agent", "kinship")
    places = [f"document_{code}{second}" for code in codes for second in ("", "__2")][:5]
    parent.send({**AGENT, WRONG: "2011-05-10", **{place: picture(name=f"{place}.jpg") for place in places}})
    assert DraftFile.objects.count() == 5
    alone.open()
    assert alone.send({WRONG: "1980-04-01"}).url == alone.check_url
    shown = re.findall(r"document_\w+\.jpg", alone.look().text)
    assert sorted(kept.name for kept in DraftFile.objects.all()) == sorted(shown) == [f"{FRONT}.jpg", f"{BACK}.jpg"]
    alone.confirm()
    assert sorted(document.name for document in Case.objects.get().documents.all()) == sorted(shown)


def test_a_kept_paper_of_another_way_takes_no_place(desks):
    parent, alone = Visitor(who="minor_agent"), Visitor()
    alone.client = parent.client
    parent.open()
    places = [f"document_{code}{second}" for code in ("identity_of_agent", "kinship") for second in ("", "__2")]
    parent.send({**AGENT, WRONG: "2011-05-10", **{place: picture() for place in places}})
    alone.open()
    assert alone.send({FRONT: picture(), BACK: picture()}).url == alone.check_url
    assert {kept.requirement for kept in DraftFile.objects.all()} == {
        "identity_of_principal",
        "identity_of_principal__2",
    }


def test_a_paper_that_only_counts_as_an_original_is_not_sent_as_a_copy(desks):
    parent, appointed = Visitor(who="minor_agent"), Visitor(who="appointed_agent")
    appointed.client = parent.client
    parent.open()
    parent.send({**AGENT, WRONG: "2011-05-10", "document_kinship": picture(), FRONT: picture()})
    appointed.open()
    appointed.send({**AGENT, WRONG: "1980-04-01"})
    assert [kept.requirement for kept in DraftFile.objects.all()] == ["identity_of_principal"]


# -- no room


NO_ROOM = (
    "Files cannot be taken at the moment. Send the request without them; you can add them later on the follow page."
)


@pytest.fixture
def full(settings, monkeypatch):
    """Return a function that lets the drafts, or the disk, be full."""

    def fill(what):
        if what == "drafts":
            settings.DSR_DRAFT_QUOTA = sum(kept.size for kept in DraftFile.objects.all()) + 100
        else:
            monkeypatch.setattr(storage, "has_room", lambda _size: False)

    return fill


@pytest.mark.parametrize("what", ["drafts", "disk"])
def test_without_room_the_file_is_refused_and_everything_typed_is_kept(visitor, full, what):
    visitor.send({FRONT: picture(), WRONG: "x"})
    full(what)
    stored = set(storage.all_keys())
    response = visitor.send({BACK: picture()}, scope_disclosure="覚えていてください")
    assert (response.status_code, errors(response)) == (422, {f"id_{BACK}": NO_ROOM})
    assert (set(storage.all_keys()), DraftFile.objects.count()) == (stored, 1)
    assert ("覚えていてください" in response.text, "Kept: licence.jpg" in response.text) == (True, True)

    assert visitor.send(scope_disclosure="覚えていてください").url == visitor.check_url
    visitor.confirm()
    assert Case.objects.get().rights.get().asked["scope"] == "覚えていてください"


def test_all_files_together_count_against_the_quota(visitor, settings):
    one = picture()
    settings.DSR_DRAFT_QUOTA = int(one.size * 1.5)
    response = visitor.send({FRONT: one, BACK: picture()})
    assert errors(response) == {f"id_{FRONT}": NO_ROOM, f"id_{BACK}": NO_ROOM}
    assert DraftFile.objects.count() == 0


def test_files_of_a_case_count_no_more(visitor, settings):
    one = picture()
    settings.DSR_DRAFT_QUOTA = int(one.size * 1.5)
    visitor.ask({FRONT: one})
    Visitor().ask({FRONT: picture()})
    assert Case.objects.count() == 2


def test_the_sentence_stands_in_japanese(desks, full):
    full("disk")
    visitor = Visitor(language="ja")
    visitor.open()
    response = visitor.send({FRONT: picture()})
    assert "現在、ファイルを受け付けられません。ファイルを添付せずに送信してください。" in response.text


def test_a_file_that_follows_later_leaves_the_reserve_of_the_disk_too(desks, full):
    receipt = received()
    follower = Visitor()
    follower.client.post("/follow/", {"number": receipt.case.number, "secret": receipt.secret})
    full("disk")
    response = follower.client.post(f"/follow/case/add/{receipt.case.items.first().pk}/", {"document": picture()})
    sentence = "Files cannot be taken at the moment. Please try again later."
    assert (response.status_code, errors(response)) == (422, {"id_document": sentence})
    assert receipt.case.documents.count() == 0
