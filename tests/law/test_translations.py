"""Every word of the law that a person reads exists in both languages."""

import pytest
from django.utils.translation import override

from dsr import errors, vocabulary
from dsr.law import eras, steps
from dsr.law.citations import Statute
from dsr.law.evidence import EVIDENCE, Condition, EvidenceStatus, Mask, Proves, Side
from dsr.law.evidence.checklist import LABELS
from dsr.law.grounds import GROUNDS
from dsr.law.kinds import KINDS
from dsr.law.regimes import REGIMES
from dsr.law.replies import ReplyBlock

ENUMS = [
    Condition,
    EvidenceStatus,
    Mask,
    Proves,
    ReplyBlock,
    Side,
    *(each for each in vars(vocabulary).values() if isinstance(each, type) and hasattr(each, "labels")),
]
# Names that are the same in both languages.
SAME = {"GDPR", "UK GDPR"}


def _words():
    for enum in ENUMS:
        if enum.__name__ != "TextChoices":
            yield from ((f"{enum.__name__}.{member.name}", member.label) for member in enum)
    yield from ((f"statute {statute.name}", statute.label) for statute in Statute)
    for row in EVIDENCE.values():
        yield f"evidence {row.code}", row.label
        if row.note:
            yield f"note {row.code}", row.note
    for row in GROUNDS:
        yield f"title {row.code}", row.title
        yield f"sentence {row.code}", row.sentence
    for row in KINDS:
        yield f"summary {row.code}", row.summary
        yield from ((f"claim {claim.code}", claim.label) for claim in row.claimed_grounds)
    yield from ((f"clock {rule.code}", rule.label) for rule in REGIMES)
    yield from ((f"line {purpose}", label) for (purpose, _of), label in LABELS.items())
    yield from ((f"era {code}", sentence) for code, sentence in eras.SENTENCES.items())
    yield from ((f"error {code}", sentence) for code, sentence in errors.SENTENCES.items())


@pytest.mark.parametrize(("name", "words"), list(_words()), ids=lambda value: value if isinstance(value, str) else "")
def test_words_exist_in_both_languages(name, words):
    with override("en"):
        english = str(words)
    with override("ja"):
        japanese = str(words)
    assert english
    assert japanese != english or english in SAME


@pytest.mark.parametrize("code", list(steps.SENTENCES))
def test_steps_exist_in_both_languages(code):
    class Any(dict):
        def __missing__(self, name):
            return 3 if name == "count" else name

    with override("en"):
        english = steps.SENTENCES[code] % Any(count=3)
    with override("ja"):
        assert steps.SENTENCES[code] % Any(count=3) != english
