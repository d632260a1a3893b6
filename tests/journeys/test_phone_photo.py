"""A photograph of a phone, in HEIC and lying on its side, is seen upright by the clerk, without a word of its EXIF."""

from io import BytesIO

import pytest
from PIL import Image

from tests.browser.pictures import paper, phone_photo
from tests.browser.visitor import NARROW
from tests.journeys.steps import accept, attach, line_states, look_at, rebuilt, submit, take

pytestmark = [pytest.mark.browser, pytest.mark.journey]

MARKER = "EXIF-MARKER-35.0116N-135.7681E"
SIZE = (1512, 2016)  # upright, as the phone was held


def ask(person):
    """Fill in the form on a phone and attach the photograph. Returns number and secret."""
    page = person.page
    person.go("/desks/omron-software/request/")
    person.choose("residence", "JP")
    person.choose("who", "principal")
    person.send("/request/")
    person.choose("kinds", "disclosure")
    page.fill("#id_scope_disclosure", "会員登録の内容")
    page.fill("#id_principal-name", "葛󠄀城 早苗")
    page.fill("#id_principal-address", "京都府向日市寺戸町中野20番地")
    page.fill("#id_principal-phone", "０７５−９２２−００００")
    person.choose("reply_method", "writing")
    photo = phone_photo(paper("運転免許証", "葛城 早苗", "京都府向日市寺戸町中野20番地", size=SIZE), MARKER)
    assert MARKER.encode() in photo
    # phones often name no type at all
    attach(person, "identity_of_principal", "IMG_2041.HEIC", photo, content_type="application/octet-stream")
    person.look("01-filled-form")
    return submit(person)


def test_a_heic_photo_is_seen_upright_and_bare(product, visit):
    person = visit(product.url, language="ja", tale="phone", width=NARROW)
    number, _secret = ask(person)
    rebuilt(product, number, 1)

    clerk = visit(product.url, language="en", tale="phone")
    case_url = take(clerk, number)
    look_at(clerk, case_url, 1)
    clerk.look_twice("03-upright-in-the-viewer")
    address = clerk.page.locator(".sheet img").get_attribute("src")
    shown = clerk.context.request.get(clerk.url + address).body()
    image = Image.open(BytesIO(shown)).convert("RGB")
    assert image.width / image.height == pytest.approx(SIZE[0] / SIZE[1], abs=0.01)
    # the red band lies across the top of the paper, and nowhere else
    band = [image.getpixel((int(image.width * x), int(image.height * y))) for x, y in ((0.03, 0.01), (0.97, 0.01))]
    assert all(red > 120 and green < 80 for red, green, _blue in band), band
    red, green, _blue = image.getpixel((int(image.width * 0.01), int(image.height * 0.9)))
    assert red - green < 60
    assert MARKER.encode() not in shown
    assert dict(Image.open(BytesIO(shown)).getexif()) == {}

    accept(clerk, "driver_licence")
    assert line_states(product, number) == {"identity_of_principal": "accepted"}
