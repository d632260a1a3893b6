"""Tags, filters and parts of pages; the gallery by eye of axe and of the HTML checker."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Browser, sync_playwright

from dsr.templatetags import dsr_charts, dsr_desk
from dsr.vocabulary import DocumentStatus, ItemStatus, Outcome, PaperStatus, State
from tests.web import gallery

ROOT = Path(settings.BASE_DIR)
CHROMIUM = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
CHROMIUM += ["--disable-component-update", "--disable-sync"]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [f"/gallery/{view.__name__}/" for view in (*gallery.VIEWS, *gallery.FAULTS)]
# the pages of all faults are built alike
LOOKED_AT = [f"/gallery/{view.__name__}/" for view in (*gallery.VIEWS, gallery.refuse_404, gallery.csrf)]
SIGN_IN_PAGES = ["/accounts/login/", "/accounts/password/reset/"]

DAY = date(2026, 11, 22)
MOMENT = datetime(2026, 11, 21, 15, 5, tzinfo=UTC)  # already the 22nd in Tokyo


def rendered(source: str, **context) -> str:
    request = RequestFactory().get("/cases/", {"state": "received", "page": "2"})
    request.user = AnonymousUser()
    return engines["django"].from_string("{% load dsr_charts dsr_desk %}" + source).render(context, request)


WRITTEN = [
    ("{{ day|day }}", "2026年11月22日（日）", "Sun 22 Nov 2026"),
    ("{{ moment|day }}", "2026年11月22日（日）", "Sun 22 Nov 2026"),
    ("{{ moment|moment }}", "2026年11月22日（日）00:05", "Sun 22 Nov 2026, 00:05"),
    ("{{ iso|moment }}", "2026年11月22日（日）00:05", "Sun 22 Nov 2026, 00:05"),
    ("{{ 1000|yen }}", "1,000円", "¥1,000"),
    ("A{{ 'B<'|in_brackets }}", "A（B&lt;）", "A (B&lt;)"),
    (
        "{{ none|day }}{{ none|moment }}{{ none|yen }}{{ none|in_brackets }}{{ none|display_safe }}",
        "",
        "",
    ),
]


@pytest.mark.parametrize(("source", "japanese", "english"), WRITTEN)
def test_dates_and_money_are_written_as_each_language_does(source, japanese, english):
    values = {"day": DAY, "moment": MOMENT, "iso": MOMENT.isoformat(), "first": date(2019, 5, 1), "none": None}
    with override("ja"):
        assert rendered(source, **values) == japanese
    with override("en"):
        assert rendered(source, **values) == english


LATENESS = [
    (-12, "late", "12 days late"),
    (-1, "late", "1 day late"),
    (0, "warning", "Due today"),
    (1, "warning", "1 day left"),
    (5, "warning", "5 days left"),
    (6, "quiet", "6 days left"),
]


@pytest.mark.parametrize(("days", "tone", "words"), LATENESS)
def test_lateness_is_told_by_colour_and_words(days, tone, words):
    with override("en"):
        badge = dsr_desk.lateness(days)
    assert (f"badge-{tone}" in badge, words in badge) == (True, True)


@pytest.mark.parametrize(
    ("looks", "words"),
    [
        (dsr_desk.STATE_LOOK, State),
        (dsr_desk.ITEM_LOOK, ItemStatus),
        (dsr_desk.OUTCOME_LOOK, Outcome),
        (dsr_desk.DOCUMENT_LOOK, DocumentStatus),
        (dsr_desk.PAPER_LOOK, PaperStatus),
    ],
)
def test_every_word_has_a_look(looks, words):
    assert set(looks) == set(words)


def test_hidden_characters_are_written_out_and_markup_stays_text():
    assert rendered("{{ text|display_safe }}", text="a\u202e<b>") == "a[U+202E]&lt;b&gt;"


QUERIES = [
    ("{% query_replace page=3 %}", "?state=received&page=3"),
    ('{% query_replace page="" %}', "?state=received"),
    ('{% query_replace page="" state="" %}', "?"),
    ('{% query_replace q="a&b" page="" state="" %}', "?q=a%26b"),
]


@pytest.mark.parametrize(("source", "expected"), QUERIES)
def test_a_filter_link_changes_only_its_own_part(source, expected):
    assert rendered(source).replace("&amp;", "&") == expected


LINKS = [
    ("/cases/", False, True),
    ("/cases/?a=1", False, True),
    ("/", False, False),
    ("/", True, True),
    ("/x/", True, False),
]


@pytest.mark.parametrize(("url", "prefix", "current"), LINKS)
def test_a_navigation_link_knows_when_it_is_current(url, prefix, current):
    page = rendered('{% nav_link url "Cases" prefix=prefix %}', url=url, prefix=prefix)
    assert ('aria-current="page"' in page) is current


def test_a_qr_code_has_a_name_and_no_style():
    drawing = dsr_desk.qr_svg("https://desk.example.jp/follow/", title='Open "it"')
    assert ("<title>Open &quot;it&quot;</title>" in drawing, "style" in drawing) == (True, False)


def test_bars_are_measured_against_the_largest():
    rows = [{"label": "a", "value": 8, "late": 2}, {"label": "b", "value": 4}, {"label": "c", "value": 0}]
    drawn = dsr_charts.bar_chart("t", rows, head="h", value_head="v")["rows"]
    assert [(row["length"], row["late_length"]) for row in drawn] == [(100.0, 25.0), (50.0, 0.0), (0.0, 0.0)]


def test_a_month_without_figures_is_a_dash():
    rows = [{"label": "a", "value": None}, {"label": "b", "value": 80}]
    drawn = dsr_charts.column_chart("t", rows, head="h", value_head="v", unit="%", largest=100)["rows"]
    assert [(row["text"], row["tall"], row["top"]) for row in drawn] == [("—", 0.0, 100.0), ("80%", 80.0, 20.0)]


@pytest.mark.parametrize("rows", [[], [{"label": "a", "value": 0}]])
def test_a_chart_without_anything_to_show_is_drawn(rows):
    assert "<table" in rendered('{% bar_chart "t" rows head="h" value_head="v" %}', rows=rows)
    assert "<table" in rendered('{% column_chart "t" rows head="h" value_head="v" %}', rows=rows)


def test_every_icon_that_is_named_is_drawn():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "static/icons.svg").read_text(encoding="utf-8")))
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r"""(?:{% icon |icon=|icon_name=)["']([a-z0-9-]+)["']""", sources))
    looks = (
        dsr_desk.STATE_LOOK,
        dsr_desk.ITEM_LOOK,
        dsr_desk.OUTCOME_LOOK,
        dsr_desk.DOCUMENT_LOOK,
        dsr_desk.PAPER_LOOK,
    )
    named |= {icon for look in looks for _tone, icon in look.values()} | set(dsr_desk.NOTICE_ICONS.values())
    assert named - drawn == set()


@pytest.mark.django_db
@pytest.mark.urls("tests.web.gallery")
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_pages_are_valid_html(client, html_errors, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    found = {page: html_errors(client.get(page).content.decode()) for page in PAGES + SIGN_IN_PAGES}
    found["failed form"] = html_errors(client.post("/gallery/form/", {"name": "a\x00" + "b" * 99}).content.decode())
    assert {page: errors for page, errors in found.items() if errors} == {}


@pytest.mark.django_db
@pytest.mark.urls("tests.web.gallery")
def test_every_page_offers_both_languages_and_switches(client):
    for page in PAGES + SIGN_IN_PAGES:
        assert client.get(page).content.decode().count('name="language"') == 2, page
    answer = client.post("/i18n/setlang/", {"language": "en", "next": "/gallery/public/?a=1"})
    assert (answer["Location"], client.cookies[settings.LANGUAGE_COOKIE_NAME].value) == ("/gallery/public/?a=1", "en")
    assert client.post("/i18n/setlang/", {"language": "en", "next": "//evil.example"})["Location"] == "/"


@pytest.fixture(scope="module")
def browser():
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright's own loop makes Django think that views run asynchronously
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        started = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=CHROMIUM)
        yield started
        started.close()


def problems(page) -> list[str]:
    """Return what axe finds, and whether something is wider than the window."""
    found = Axe().run(page, options={"runOnly": AXE_TAGS}).response["violations"]
    wider = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in found] + ["wider than the window"] * wider


@pytest.mark.browser
@pytest.mark.urls("tests.web.gallery")
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_gallery_has_no_barriers(live_server, browser: Browser, language, width):
    context = browser.new_context(viewport={"width": width, "height": 900}, locale=language)
    page = context.new_page()
    complaints = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    found = {}
    for path in [*LOOKED_AT, "/accounts/login/"]:
        page.goto(live_server.url + path)
        found[path] = problems(page)
    page.goto(f"{live_server.url}/gallery/form/")
    page.click("main form button[type=submit]")
    found["failed form"] = problems(page)
    context.close()
    assert ({path: what for path, what in found.items() if what}, complaints) == ({}, [])


@pytest.mark.browser
@pytest.mark.urls("tests.web.gallery")
def test_the_comforts_work(live_server, browser: Browser):
    context = browser.new_context(locale="en")
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/form/")
    page.fill("#id_details", "x" * 90)
    assert page.inner_text("#id_details_counter") == "Characters left: 10"
    page.fill("#id_details", "x" * 101)
    assert page.inner_text("#id_details_counter") == "Characters over the limit: 1"
    page.set_input_files("#id_paper", {"name": "passport.pdf", "mimeType": "application/pdf", "buffer": b"x" * 1048576})
    assert page.inner_text(".file-names") == "passport.pdf (1.0 MB)"
    page.click("main form button[type=submit]")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.goto(f"{live_server.url}/gallery/receipt/")
    assert page.is_visible("[data-print]")
    context.close()


@pytest.mark.browser
@pytest.mark.urls("tests.web.gallery")
def test_the_form_works_without_scripts(live_server, browser: Browser):
    context = browser.new_context(locale="en", java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/form/")
    page.fill("#id_name", "髙﨑 𠮷男")
    page.click("main form button[type=submit]")
    assert page.input_value("#id_name") == "髙﨑 𠮷男"
    assert page.is_visible("#error-summary")
    page.goto(f"{live_server.url}/gallery/receipt/")
    assert not page.is_visible("[data-print]")
    context.close()
