"""Somebody who fills in the public form with Django's own client."""

import re
from html import unescape
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from tests.factories import OMRON

ANSWERS: dict[str, Any] = {
    "kinds": ["disclosure"],
    "scope_disclosure": "会員登録の内容",
    "principal-name": "髙﨑 𠮷男",
    "principal-kana": "タカサキ ヨシオ",
    "principal-birth_date": "昭和55年4月1日",
    "principal-postal_code": "617-0002",
    "principal-address": "京都府向日市寺戸町中野20番地",
    "principal-phone": "075-922-0000",
    "principal-email": "yoshio@example.com",
    "reply_method": "electronic",
}
AGENT = {
    "agent-name": "佐藤 花子",
    "agent-kana": "サトウ ハナコ",
    "agent-postal_code": "600-8001",
    "agent-address": "京都市下京区四条通1",
    "agent-phone": "075-111-2222",
    "agent-email": "",
}


class Visitor:
    """One browser at one desk, with the two first answers given."""

    def __init__(
        self, slug: str = OMRON, residence: str = "JP", who: str = "principal", language: str = "en", **client: Any
    ) -> None:
        self.client = Client(headers={"accept-language": language}, **client)
        self.desk_url = f"/desks/{slug}/"
        self.check_url, self.receipt_url = f"{self.desk_url}request/check/", f"{self.desk_url}receipt/"
        self.form_url = f"{self.desk_url}request/?{urlencode({'residence': residence, 'who': who})}"

    def open(self) -> HttpResponse:
        return self.client.get(self.form_url)

    def send(self, answers: dict[str, Any] | None = None, /, **changes: Any) -> HttpResponse:
        """Send the form: the usual answers, changed as told; None takes an answer away."""
        fields = {**ANSWERS, **(answers or {}), **changes}
        return self.client.post(self.form_url, {name: value for name, value in fields.items() if value is not None})

    def look(self) -> HttpResponse:
        return self.client.get(self.check_url)

    def confirm(self) -> HttpResponse:
        return self.client.post(self.check_url)

    def receipt(self) -> tuple[str, str]:
        """Return number and secret."""
        number, secret = re.findall(r'class="receipt-number"[^>]*>([^<]+)<', self.client.get(self.receipt_url).text)
        return number, secret

    def ask(self, answers: dict[str, Any] | None = None, /, **changes: Any) -> tuple[str, str]:
        """Make a whole request; return number and secret."""
        self.open()
        assert self.send(answers, **changes).url == self.check_url
        assert self.confirm().url == self.receipt_url
        return self.receipt()


def errors(response: HttpResponse) -> dict[str, str]:
    """Return what stands beside the fields: id of the field -> sentence; a field must point to its sentence."""
    page = response.text
    found = {}
    for field, item in re.findall(r'<ul class="[^"]*errors[^"]*" id="([^"]+)_error"[^>]*>(.*?)</ul>', page, re.DOTALL):
        assert f"{field}_error" in " ".join(re.findall(r'aria-describedby="([^"]+)"', page)), field
        found[field] = " ".join(unescape(re.sub(r"<[^>]+>", " ", item)).split()).removeprefix("Error: ")
    return found


def summary(response: HttpResponse) -> list[str]:
    """Return the places that the summary of errors links to."""
    box = re.search(r'id="error-summary".*?</ul>', response.text, re.DOTALL)
    return re.findall(r'href="#([^"]+)"', box[0]) if box else []


def picture(kind: str = "JPEG", size: tuple[int, int] = (900, 600), name: str = "licence.jpg") -> SimpleUploadedFile:
    """Return a photograph as a phone sends it."""
    buffer = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(buffer, kind)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type="application/octet-stream")


def file(name: str, data: bytes) -> SimpleUploadedFile:
    """Return any bytes under any name."""
    return SimpleUploadedFile(name, data, content_type="image/jpeg")
