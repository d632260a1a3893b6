"""Letters as bytes: accessible, the same every time, closed to the outside, and every name as it is written."""

import re
import subprocess
import sys
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import page
import pytest

from dsr.rendering.letters import compose_letter
from dsr.rendering.pdf import OutsideResource, RenderedPdf, render_pdf
from dsr.vocabulary import Kind, Outcome
from tests.rendering.letter_cases import ATTORNEY, ISSUED, SMITH, WORDS, YOSHINO, Answered, letter_case

NAMES = ("髙﨑 邊", "𠮷野 家", "葛󠄀城", "葛\U000e0102城", "Zoë Müller-O’Brien", "محمد بن سلمان", "さくら🦊", "①㈱")
# pdftotext marks the direction of right-to-left words
DIRECTION_MARKS = dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e"))
PAGE = '<!DOCTYPE html><html lang="ja"><head><title>t</title>{head}</head><body>{body}</body></html>'


def rendered(case) -> RenderedPdf:
    return render_pdf(compose_letter(case, number="OSD-2026-0012", issued_on=ISSUED).html)


def text_of(pdf: RenderedPdf) -> str:
    read = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf.data, capture_output=True, check=True)
    return read.stdout.decode().translate(DIRECTION_MARKS).replace("\xa0", " ")


def trace_of(pdf: RenderedPdf, tmp_path: Path) -> str:
    """Return every glyph of every page, with its font and its number in the font."""
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf.data)
    return subprocess.run(["mutool", "trace", file], capture_output=True, check=True).stdout.decode(errors="replace")


SAMPLES = {
    "ja": lambda: letter_case(
        Answered(Kind.DISCLOSURE, Outcome.PARTLY_GRANTED), agent=ATTORNEY, slug="net-one-systems"
    ),
    "ja, three rights": lambda: letter_case(
        Answered(Kind.PURPOSE_NOTIFICATION), Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE), Answered(Kind.CORRECTION)
    ),
    "en": lambda: letter_case(Answered(Kind.GDPR_ACCESS), language="en", principal=SMITH, slug="citizen-systems-japan"),
    "en, emoji": lambda: letter_case(Answered(), language="en", principal=replace(YOSHINO, name=" ".join(NAMES))),
}


@pytest.mark.parametrize("sample", SAMPLES)
def test_is_an_accessible_pdf(sample):
    report = page.validate_pdf_bytes(rendered(SAMPLES[sample]()).data, profile="ua1")

    assert [failure.message for failure in report.failures] == []
    assert report.is_compliant


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("name", NAMES)
def test_prints_a_name_exactly_as_it_is_given(name, language, tmp_path):
    pdf = rendered(letter_case(Answered(), language=language, principal=replace(YOSHINO, name=name)))

    assert text_of(pdf).count(name) >= 2
    trace = trace_of(pdf, tmp_path)
    assert re.findall(r'glyph="0"|glyph="-1"', trace) == []


def fonts_of(signs: str, trace: str) -> set[str]:
    """Return the fonts in which these characters were printed."""
    runs = re.findall(r'<span font="[A-Z]{6}\+([^"]+)"(.*?)</span>', trace, re.DOTALL)
    return {font for font, run in runs if any(f'unicode="{sign}"' in run for sign in signs)}


def test_prints_a_variant_from_the_font_that_has_it(tmp_path):
    def fonts(name: str) -> set[str]:
        pdf = rendered(letter_case(Answered(), principal=replace(YOSHINO, name=name)))
        return fonts_of("葛", trace_of(pdf, tmp_path))

    assert fonts("葛城") == fonts("葛󠄀城") == {"BIZ-UDPMincho"}
    assert fonts("葛\U000e0102城") == {"IPAmjMincho"}


def test_prints_digits_from_the_font_of_the_text(tmp_path):
    pdf = rendered(letter_case(Answered(), principal=replace(YOSHINO, name="さくら🦊 2")))

    assert fonts_of("0123456789", trace_of(pdf, tmp_path)) == {"BIZ-UDPMincho", "BIZ-UDPGothic", "BIZ-UDPGothic-Bold"}


def test_breaks_long_content_over_pages_and_loses_no_line():
    lines = [f"第{number}行 お問い合わせの記録" for number in range(1, 181)]
    pdf = rendered(letter_case(Answered(answer={"content": "\n".join(lines)})))

    text = text_of(pdf)
    assert [line for line in lines if line not in text] == []
    assert pdf.pages == text.count("\f") > 3
    assert re.findall(r"(\d+) ?/ ?(\d+)", text) == [(str(number), str(pdf.pages)) for number in range(1, pdf.pages + 1)]
    assert text.count("OSD-2026-0012") == pdf.pages + 2  # each foot, the head, and the code for checking


def test_gives_the_same_bytes_in_any_order_and_in_any_process():
    letters = [compose_letter(SAMPLES[sample](), number="1", issued_on=ISSUED).html for sample in SAMPLES]
    first = [render_pdf(html).sha256 for html in letters]
    assert [render_pdf(html).sha256 for html in reversed(letters)] == first[::-1]

    program = (
        "import sys, json, django; django.setup();"
        "from dsr.rendering.pdf import render_pdf;"
        "print(json.dumps([render_pdf(html).sha256 for html in json.load(sys.stdin)]))"
    )
    import json

    other = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(letters[::-1]), capture_output=True, check=True, text=True
    )
    assert json.loads(other.stdout) == first[::-1]


def test_says_what_rendered_it():
    pdf = rendered(letter_case(Answered()))

    assert re.fullmatch(
        r"WeasyPrint [\d.]+, Pango [\d.]+, fonts BIZ UDPMincho [\d.]+, IPAmjMincho [\d.]+", pdf.renderer
    )
    assert len(pdf.renderer) <= 120


@pytest.fixture
def visits():
    """Return what a listening web server is asked for."""
    asked: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = HTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    asked.append(f"http://127.0.0.1:{server.server_port}")
    yield asked
    server.shutdown()
    server.server_close()


HOSTILE = (
    '<img src="file:///etc/passwd"><link rel="attachment" href="file:///etc/passwd">'
    '<style>@import url({0}/a.css)</style><object data="{0}/b"></object>'
    '{{{{ number }}}}{{% include "/etc/passwd" %}}$principal${{title}}<script>1</script>'
)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_prints_hostile_text_as_text_and_fetches_nothing(language, visits):
    payload = HOSTILE.format(visits.pop())
    person = replace(YOSHINO, name=payload, address=payload, postal_code=payload, organisation=payload)
    asked = {"scope": payload, "claimed_ground": payload, "correction": payload}
    right = Answered(Kind.CEASE_USE, Outcome.SUBSTITUTE, answer=dict.fromkeys(WORDS["ja"], payload), asked=asked)
    letter = compose_letter(
        letter_case(right, language=language, principal=person, agent=person), number=payload, issued_on=ISSUED
    )
    pdf = render_pdf(letter.html)

    assert visits == []
    squeezed = re.sub(r"\s", "", text_of(pdf))
    assert squeezed.count(re.sub(r"\s", "", payload)[:40]) > 8
    assert b"root:" not in pdf.data
    assert "root:x:0" not in squeezed
    assert b"EmbeddedFile" not in pdf.data


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", '<img src="file:///etc/passwd">'),
        ("", '<img src="{0}/a.png">'),
        ("", '<img src="data:image/png;base64,AAAA">'),
        ("", '<object data="{0}/a"></object>'),
        ("", '<p style="background: url({0}/a.png)">x</p>'),
        ('<link rel="stylesheet" href="{0}/a.css">', ""),
        ('<link rel="attachment" href="file:///etc/passwd">', ""),
        ("<style>@import url({0}/a.css);</style>", ""),
        ("<style>@font-face {{ font-family: x; src: url({0}/a.woff) }} p {{ font-family: x }}</style>", "<p>x</p>"),
    ],
)
def test_stops_at_anything_outside_the_letter(head, body, visits):
    address = visits.pop()
    with pytest.raises(OutsideResource):
        render_pdf(PAGE.format(head=head.format(address), body=body.format(address)))
    assert visits == []
