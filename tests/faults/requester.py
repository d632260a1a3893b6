"""Somebody who makes a request over plain HTTP: no browser, no JavaScript, full control of every byte."""

import re
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from urllib3 import encode_multipart_formdata

DESK = "/desks/omron-software/"
FORM = f"{DESK}request/?residence=JP&who=principal"
CHECK, RECEIPT, FOLLOW = f"{DESK}request/check/", f"{DESK}receipt/", "/follow/"
NAME = "髙﨑 𠮷男"
ANSWERS = {
    "kinds": "disclosure",
    "scope_disclosure": "会員登録の内容と、修理の記録",
    "principal-name": NAME,
    "principal-address": "京都府向日市寺戸町中野20番地",
    "principal-phone": "075-922-0000",
    "principal-email": "yoshio.takasaki@example.com",
    "reply_method": "electronic",
}


@dataclass
class Answer:
    """What came back."""

    status: int
    location: str
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass
class Requester:
    """One visitor with cookies of their own; `again()` gives a twin with the same cookies."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    token: str = ""
    places: list[bytes] = field(default_factory=list)

    def again(self) -> "Requester":
        return Requester(self.port, dict(self.cookies), self.token, self.places)

    def get(self, path: str) -> Answer:
        return self.send("GET", path)

    def post(self, path: str, fields: dict[str, str] | None = None) -> Answer:
        body = urlencode({"csrfmiddlewaretoken": self.token, **(fields or {})}).encode()
        return self.send("POST", path, body, "application/x-www-form-urlencoded")

    def send(self, method: str, path: str, body: bytes = b"", content_type: str = "") -> Answer:
        """Send one request. Raises OSError or HTTPException when the server dies under it."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body or None, self.headers(content_type))
            response = connection.getresponse()
            answer = Answer(response.status, response.headers.get("Location", ""), response.read())
            for line in response.headers.get_all("Set-Cookie", []):
                self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}
        finally:
            connection.close()
        found = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', answer.body)
        self.token = found[1].decode() if found else self.token
        self.places = re.findall(rb'name="(document_\w+)"', answer.body) or self.places
        return answer

    def headers(self, content_type: str = "") -> dict[str, str]:
        """Return the headers of a request of this visitor."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, **({"Content-Type": content_type} if content_type else {})}

    def form(self, picture: bytes | None = None, **changed: str) -> tuple[bytes, str]:
        """Return body and content type of the filled-in form."""
        fields = {"csrfmiddlewaretoken": self.token, **ANSWERS, **changed}
        files = {self.places[0].decode(): ("旅券.jpg", picture, "image/jpeg")} if picture else {}
        return encode_multipart_formdata({**fields, **files})

    def fill_in(self, picture: bytes | None = None, **changed: str) -> None:
        """Open the form, fill it in, and come to the page where everything is shown once more."""
        assert self.get(FORM).status == 200
        answer = self.send("POST", FORM, *self.form(picture, **changed))
        assert (answer.status, answer.location) == (302, CHECK), re.findall(r"error[^<]*<[^<]*", answer.text)
        assert self.get(CHECK).status == 200

    def receipt(self) -> tuple[str, str]:
        """Read number and secret off the receipt page."""
        answer = self.get(RECEIPT)
        assert answer.status == 200, answer.status
        number, secret = re.findall(r'class="receipt-number"[^>]*>([^<]+)<', answer.text)
        return number, secret

    def ask(self, picture: bytes | None = None, **changed: str) -> tuple[str, str]:
        """Make a whole request and return number and secret."""
        self.fill_in(picture, **changed)
        assert urlsplit(self.post(CHECK).location).path == RECEIPT
        return self.receipt()

    def open(self, number: str, secret: str) -> None:
        """Open the case on the follow page."""
        self.get(FOLLOW)
        assert self.post(FOLLOW, {"number": number, "secret": secret}).location == "/follow/case/"
        assert self.get("/follow/case/").status == 200
