"""The table of domain 1.4, written out a second time by hand: M must, E effort duty, R recommended, - not at all.

One cell is stricter than there: what was stopped or erased, and when, is a must, or the letter would not say what was
done.
"""

from datetime import date

import pytest

from dsr.law.kinds import KINDS
from dsr.law.replies import REPLIES, ReplyBlock, Weight, blocks, missing_blocks, required_blocks, written_blocks
from dsr.vocabulary import Kind, Outcome, Regime

G, P, R, N = Outcome.GRANTED, Outcome.PARTLY_GRANTED, Outcome.REFUSED, Outcome.NOT_HELD
OTHER, SUBST = Outcome.OTHER_METHOD, Outcome.SUBSTITUTE
TODAY = date(2026, 11, 22)

# decision, content, withheld part, ground, reason, substitute, later erasure
DISCLOSURE = {G: "MM-----", P: "MMMEE--", R: "M-MEE--", N: "M---R--", OTHER: "MM-EE--"}
CEASING = {G: "MM-----", P: "MMMEE--", R: "M-MEE--", N: "M---R--", SUBST: "M-MEEMR"}
DOMAIN = {
    Kind.PURPOSE_NOTIFICATION: {G: "MM-----", P: "MMMEE--", R: "M--EE--", N: "M---R--"},
    Kind.DISCLOSURE: DISCLOSURE,
    Kind.PROVISION_RECORDS: DISCLOSURE,
    Kind.CORRECTION: {outcome: DISCLOSURE[outcome] for outcome in (G, P, R, N)},
    Kind.CEASE_USE_VIOLATION: CEASING,
    Kind.CEASE_PROVISION: CEASING,
    Kind.CEASE_USE: CEASING,
}
COLUMNS = (
    ReplyBlock.DECISION,
    ReplyBlock.CONTENT,
    ReplyBlock.WITHHELD_PART,
    ReplyBlock.GROUND,
    ReplyBlock.REASON,
    ReplyBlock.SUBSTITUTE,
    ReplyBlock.LATER_ERASURE,
)
FOOTER = {ReplyBlock.REFERENCE, ReplyBlock.COMPANY, ReplyBlock.COMPLAINT, ReplyBlock.PAPERS_USE}


@pytest.mark.parametrize(
    ("kind", "outcome", "row"),
    [(kind, outcome, row) for kind, table in DOMAIN.items() for outcome, row in table.items()],
)
def test_blocks_match_the_table_of_the_law_page(kind, outcome, row):
    expected = {block: Weight(mark) for block, mark in zip(COLUMNS, row, strict=True) if mark != "-"}
    expected |= dict.fromkeys(FOOTER, Weight.RECOMMENDED)
    assert blocks(kind, outcome) == expected
    assert required_blocks(kind, outcome) == {block for block, weight in expected.items() if weight != "R"}


@pytest.mark.parametrize("row", [row for row in KINDS if row.valid_from], ids=lambda row: f"{row.regime}-{row.code}")
def test_every_outcome_of_every_kind_has_a_reply(row):
    assert set(row.outcomes) <= set(REPLIES[row.kind])
    for outcome in row.outcomes:
        found = required_blocks(row.kind, outcome, row.regime)
        assert ReplyBlock.DECISION in found
        if outcome in {R, P, SUBST}:
            assert {ReplyBlock.GROUND, ReplyBlock.REASON} <= found


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind.value.startswith("gdpr")])
@pytest.mark.parametrize("outcome", [R, P, N])
def test_european_refusals_name_the_remedies(kind, outcome):
    remedies = {ReplyBlock.COMPLAINT_TO_AUTHORITY, ReplyBlock.JUDICIAL_REMEDY}
    assert remedies <= required_blocks(kind, outcome, Regime.EU_GDPR)
    assert ReplyBlock.COMPLAINT_TO_COMPANY not in blocks(kind, outcome, Regime.EU_GDPR)
    assert {*remedies, ReplyBlock.COMPLAINT_TO_COMPANY} <= required_blocks(kind, outcome, Regime.UK_GDPR)


def test_european_access_carries_the_information_of_article_15():
    assert {ReplyBlock.PROCESSING_INFORMATION, ReplyBlock.COMPLAINT_TO_AUTHORITY} <= required_blocks(
        Kind.GDPR_ACCESS, G, Regime.EU_GDPR
    )
    assert ReplyBlock.JUDICIAL_REMEDY not in blocks(Kind.GDPR_ACCESS, G, Regime.UK_GDPR)


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (Kind.GDPR_RECTIFICATION, True),
        (Kind.GDPR_ERASURE, True),
        (Kind.GDPR_RESTRICTION, True),
        (Kind.GDPR_PORTABILITY, False),
        (Kind.GDPR_OBJECTION, False),
    ],
)
def test_european_changes_name_the_recipients_that_were_told(kind, told):
    assert (ReplyBlock.RECIPIENTS_TOLD in required_blocks(kind, G)) is told


@pytest.mark.parametrize(
    ("kind", "offered"),
    [
        (Kind.CCPA_KNOW, True),
        (Kind.CCPA_DELETE, True),
        (Kind.CCPA_CORRECT, True),
        (Kind.CCPA_OPT_OUT, False),
        (Kind.CCPA_LIMIT, False),
    ],
)
def test_californian_refusals_give_the_reason_and_offer_an_opt_out(kind, offered):
    found = required_blocks(kind, R, Regime.US_CA)
    assert ReplyBlock.REASON in found
    assert (ReplyBlock.OPT_OUT_OFFER in found) is offered


@pytest.mark.parametrize("kind", [kind for kind in Kind if not kind.value.startswith(("gdpr", "ccpa"))])
def test_japanese_replies_name_no_remedies(kind):
    for outcome in REPLIES[kind]:
        assert not {ReplyBlock.JUDICIAL_REMEDY, ReplyBlock.COMPLAINT_TO_AUTHORITY} & set(blocks(kind, outcome))


@pytest.mark.parametrize(
    ("kind", "outcome", "written"),
    [
        (Kind.DISCLOSURE, G, ("content",)),
        (Kind.DISCLOSURE, P, ("content", "withheld_part", "reason")),
        (Kind.DISCLOSURE, R, ("reason",)),
        (Kind.DISCLOSURE, N, ()),
        (Kind.DISCLOSURE, OTHER, ("content", "reason")),
        (Kind.CORRECTION, G, ("content",)),
        (Kind.CEASE_USE_VIOLATION, G, ("content",)),
        (Kind.CEASE_PROVISION, G, ("content",)),
        (Kind.CEASE_USE, G, ("content",)),
        (Kind.CEASE_USE, P, ("content", "withheld_part", "reason")),
        (Kind.CEASE_USE, SUBST, ("substitute", "reason")),
        (Kind.PURPOSE_NOTIFICATION, R, ("reason",)),
        (Kind.GDPR_ACCESS, G, ("content",)),
    ],
)
def test_written_blocks_are_those_that_a_person_writes(kind, outcome, written):
    assert written_blocks(kind, outcome) == written
    assert missing_blocks(kind, outcome, {}) == written
    assert missing_blocks(kind, outcome, dict.fromkeys(written, " ")) == written
    assert missing_blocks(kind, outcome, dict.fromkeys(written, "words")) == ()


def test_blocks_refuse_an_outcome_that_the_kind_cannot_have():
    with pytest.raises(KeyError):
        blocks(Kind.DISCLOSURE, SUBST)
