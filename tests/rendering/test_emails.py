"""Mails: they name a case number and a desk, and never a person."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from dsr.actions.clock import pause_clock
from dsr.actions.receive import RightAsked
from dsr.actions.unit import REQUESTER
from dsr.law.eras import format_date
from dsr.models import Deadline, OutboxMessage
from dsr.rendering.emails import compose_mail
from dsr.vocabulary import LADDER, Channel, DeadlineRule, DeliveryChannel, Kind, PauseReason, Role, State, Topic
from tests.factories import YAMADA, case_in, desk, received, staff

pytestmark = pytest.mark.django_db

TO_REQUESTER = [
    Topic.MAIL_RECEIVED,
    Topic.MAIL_MORE_NEEDED,
    Topic.MAIL_REPLY_READY,
    Topic.MAIL_REPLIED,
    Topic.MAIL_WITHDRAWN,
]
ADVERT = "Win now!\r\nBcc: victim@example.org\r\nhttps://spam.example {{ number }} {% debug %} <b>"
MARY = replace(YAMADA, name=f"Mary Poe {ADVERT}", kana="メアリー", address=f"London {ADVERT}", phone="+44 20 7946 0000")


RECEIPT = {
    "ja": "受付票（窓口で受け付けた場合は別途お送りします）に記載",
    "en": "our desk recorded the request for you",
}


def mail_to_requester(topic: Topic, **changes):
    case = received(**changes).case
    return case, compose_mail(OutboxMessage(case=case, topic=topic, dedupe_key="1"))


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("topic", TO_REQUESTER)
def test_tells_the_number_the_page_and_the_desk(topic, language):
    case, mail = mail_to_requester(topic, language=language)

    company, phone = {
        "ja": ("オムロンソフトウェア株式会社", "電話　075-925-0064"),
        "en": ("OMRON SOFTWARE Co., Ltd.", "Phone +81-75-925-0064"),
    }[language]
    assert mail.to == (YAMADA.email,)
    assert company in mail.subject
    assert case.number in mail.subject
    assert [part for part in (case.number, company, phone) if part not in mail.body] == []
    # the receipt of a withdrawn request opens nothing any more
    assert ("http://127.0.0.1:8000/follow/" in mail.body) is (topic is not Topic.MAIL_WITHDRAWN)
    assert "\n" not in mail.subject
    assert [sign for sign in ("{{", "{%", "None", "&#") if sign in mail.subject + mail.body] == []


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("topic", TO_REQUESTER)
def test_holds_no_person_and_no_word_of_a_user(topic, language):
    _case, mail = mail_to_requester(
        topic,
        language=language,
        principal=MARY,
        rights=(RightAsked(kind=Kind.CEASE_USE, scope=f"Klinik {ADVERT}", claimed_ground="harm"),),
    )

    personal = ("Mary", "Poe", "メアリー", "London", "7946", "Win now", "spam", "Klinik", YAMADA.email, "617-0002\n")
    kinds = ("利用停止", "開示", "消去", "Stop of use", "isclosure", "harm", "passport")
    assert [word for word in (*personal, *kinds) if word in mail.subject + mail.body] == []


def test_writes_to_nobody_without_an_address():
    _case, mail = mail_to_requester(Topic.MAIL_RECEIVED, principal=replace(YAMADA, email=""))

    assert mail.to == ()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("channel", [Channel.WEB, Channel.POST])
def test_tells_where_the_code_stands_when_staff_recorded_the_request(channel, language):
    by = staff(Role.CLERK) if channel is Channel.POST else REQUESTER
    _case, mail = mail_to_requester(Topic.MAIL_RECEIVED, channel=channel, by=by, language=language)

    assert (RECEIPT[language] in mail.body) is (channel is Channel.POST)


@pytest.mark.parametrize(
    ("channel", "subject", "sentence", "may_be_lost"),
    [
        (DeliveryChannel.RECORDED_POST, "回答書を発送いたしました", "回答書を簡易書留で発送いたしました。", True),
        (
            DeliveryChannel.RESTRICTED_POST,
            "回答書を発送いたしました",
            "回答書を本人限定受取郵便で発送いたしました。",
            True,
        ),
        (DeliveryChannel.COUNTER, "回答書をお渡しいたしました", "回答書を窓口でお渡しいたしました。", False),
    ],
)
def test_tells_how_the_reply_left(channel, subject, sentence, may_be_lost):
    case = case_in(State.REPLIED)
    case.deliveries.update(channel=channel)
    mail = compose_mail(OutboxMessage(case=case, topic=Topic.MAIL_REPLIED, dedupe_key="1"))

    assert subject in mail.subject
    assert sentence in mail.body
    assert ("1週間を過ぎても" in mail.body) is may_be_lost
    assert "\n\n\n" not in mail.body


def reminder(case, rule=DeadlineRule.TARGET, on=None):
    """Compose the mail of a timer that fired on a day; on its own day, if none is given."""
    deadline = Deadline.objects.filter(case=case, rule=rule).latest("version")
    fired_at = timezone.make_aware(datetime.combine(on or deadline.due_on, time(9)))
    message = OutboxMessage(
        case=case,
        topic=Topic.MAIL_REMINDER,
        ids={"deadline": str(deadline.pk)},
        dedupe_key="1",
        created_at=fired_at,
    )
    return deadline, compose_mail(message)


def test_reminds_in_both_languages():
    case = received(principal=MARY).case
    assert case.due_on == date(2026, 12, 2)
    _deadline, mail = reminder(case)

    told = ("回答期限を過ぎました（回答期限：2026年12月2日）", "The reply is overdue (reply by 2 December 2026)")
    assert mail.subject == f"[DSR Desk] {case.number}: {told[0]} / {told[1]}"
    assert [sentence for sentence in (f"{told[0]}。", f"{told[1]}.") if sentence not in mail.body] == []
    assert f"http://127.0.0.1:8000/staff/cases/{case.pk}/" in mail.body
    assert [word for word in ("Mary", "Poe", "London", "Win now", "開示") if word in mail.subject + mail.body] == []


LEFT = [
    (DeadlineRule.WARNING_5, None, "回答期限まで5営業日です（回答期限：{ja}）", "5 business days left (reply by {en})"),
    (DeadlineRule.WARNING_1, None, "回答期限の1営業日前です（回答期限：{ja}）", "1 business day left (reply by {en})"),
    (DeadlineRule.WARNING_5, 1, "回答期限の1営業日前です（回答期限：{ja}）", "1 business day left (reply by {en})"),
    (DeadlineRule.WARNING_1, 0, "本日が回答期限です（{ja}）", "The reply is due today ({en})"),
    (DeadlineRule.WARNING_1, -1, "回答期限を過ぎました（回答期限：{ja}）", "The reply is overdue (reply by {en})"),
    (
        DeadlineRule.LATE,
        None,
        "回答期限を過ぎたままです（回答期限：{ja}）",
        "The reply is still overdue (reply by {en})",
    ),
    (
        DeadlineRule.ART39,
        None,
        "法第39条の2週間が過ぎました（回答期限：{ja}）",
        "weeks of article 39 are over (reply by {en})",
    ),
]


@pytest.mark.parametrize(("rule", "before", "japanese", "english"), LEFT)
def test_names_the_last_day_for_the_reply(rule, before, japanese, english):
    case = received().case
    Deadline.objects.create(case=case, rule=DeadlineRule.LATE, version=1, due_on=case.due_on, fires_at=timezone.now())
    on = None if before is None else case.due_on - timedelta(days=before)
    _deadline, mail = reminder(case, rule, on)

    days = {"ja": format_date(case.due_on, "ja"), "en": format_date(case.due_on, "en")}
    assert f"{japanese.format(**days)}。\n" in mail.body
    assert f"{english.format(**days)}.\n" in mail.body


def test_reminds_of_an_acknowledgement_by_its_own_day():
    deadline, mail = reminder(received(by=staff(), channel=Channel.POST).case, DeadlineRule.ACKNOWLEDGEMENT)

    assert f"受領の連絡の期限を過ぎました（連絡の期限：{format_date(deadline.due_on, 'ja')}）" in mail.subject
    assert f"The acknowledgement is overdue (due on {format_date(deadline.due_on, 'en')})" in mail.subject


def test_reminds_of_a_pause_without_a_date():
    case, clerk = received().case, staff()
    pause_clock(case.pk, by=clerk, reason=PauseReason.PAPERS)
    _deadline, mail = reminder(case, DeadlineRule.PAUSE_REVIEW)

    assert mail.subject == (
        f"[DSR Desk] {case.number}: 期限の計算の一時停止を見直してください / Please review the pause of the deadline"
    )


def test_the_ladder_of_the_desk_says_who_is_told():
    case = received().case
    case.assignee = staff(Role.CLERK, email="mine@example.com")
    staff(Role.REVIEWER, email="lead@example.com")
    staff(Role.MANAGER, email="manager@example.com")
    Deadline.objects.create(case=case, rule=DeadlineRule.LATE, version=1, due_on=case.due_on, fires_at=timezone.now())
    told = {rule: reminder(case, rule)[1].to for rule in (*LADDER, DeadlineRule.ART39)}
    assert told == {
        DeadlineRule.WARNING_5: ("mine@example.com",),
        DeadlineRule.WARNING_1: ("mine@example.com", "lead@example.com"),
        DeadlineRule.TARGET: ("mine@example.com", "lead@example.com", "manager@example.com"),
        DeadlineRule.LATE: ("manager@example.com",),
        DeadlineRule.ART39: ("mine@example.com",),
    }


def test_reminds_the_one_who_has_the_case_else_the_managers():
    case = received().case
    staff(Role.MANAGER, email="first@example.com")
    staff(Role.MANAGER, email="second@example.com")
    staff(Role.MANAGER, email="gone@example.com", is_active=False)
    staff(Role.MANAGER, email="")
    staff(Role.MANAGER, desk("net-one-systems"), email="elsewhere@example.com")
    staff(Role.CLERK, email="clerk@example.com")
    managers = ("first@example.com", "second@example.com")
    assert reminder(case, DeadlineRule.WARNING_5)[1].to == managers

    case.assignee = staff(Role.CLERK, email="mine@example.com")
    assert reminder(case, DeadlineRule.WARNING_5)[1].to == ("mine@example.com",)

    case.assignee = staff(Role.CLERK, desk("net-one-systems"), email="moved@example.com")
    assert reminder(case, DeadlineRule.WARNING_5)[1].to == managers

    case.assignee = staff(Role.CLERK, email="")
    assert reminder(case, DeadlineRule.WARNING_5)[1].to == managers
