"""Render the frozen letter that an outbox row names, seal it, and hand it to the case."""

from dsr import crypto, storage
from dsr.actions.letters import attach_pdf
from dsr.models import Letter, OutboxMessage
from dsr.rendering.pdf import render_pdf
from dsr.vocabulary import Action


def render(message: OutboxMessage) -> dict[str, str]:
    """Make the PDF of a letter, once. A second run finds it made; a case that went on without it needs none.

    Stores the sealed bytes first, then the row. Raises rendering.pdf.OutsideResource, OSError, errors.Refused.
    """
    letter = Letter.objects.select_related("case").get(pk=message.ids["letter"])
    if letter.pdf_sha256:
        return {"skipped": "already_rendered"}
    case, key = letter.case, letter.open_key()
    if key is None or not case.allows(Action.ATTACH_PDF):
        return {"skipped": "not_wanted"}
    rendered = render_pdf(letter.text["html"])
    place = storage.new_key("letter")
    storage.put(place, crypto.seal_file(key, rendered.data, context=place))
    attach_pdf(letter.pk, rendered, key=place)
    return {"sha256": rendered.sha256, "pages": str(rendered.pages)}
