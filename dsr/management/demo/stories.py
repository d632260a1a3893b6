"""How a demo case goes, told by calling the verbs. Each `yield` waits for the moment at which the story goes on."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import uuid4

from django.utils import timezone

from dsr.actions import caseload, clock, decide, documents, letters, reply, verify
from dsr.actions.receive import RightAsked, Submission, submit_request
from dsr.effects import outbox
from dsr.law.calendars import BusinessCalendar
from dsr.law.grounds import grounds_for
from dsr.law.regimes import regime_for
from dsr.management.demo.papers import specimen
from dsr.management.demo.scenario import Cast, Scenario
from dsr.management.demo.stage import Story
from dsr.models import Case, Desk, User
from dsr.vocabulary import (
    Channel,
    DeliveryChannel,
    Impersonal,
    ItemStatus,
    Kind,
    Outcome,
    RejectReason,
    ReplyMethod,
)

# The part of the whole time after which each step is done.
PARTS = {"taken": 0.15, "asked": 0.25, "verified": 0.4, "decided": 0.7, "approved": 0.8}


@dataclass
class Player:
    """One story: a scenario with its people, its staff and its desk."""

    scenario: Scenario
    cast: Cast
    staff: dict[str, User]
    desk: Desk
    calendar: BusinessCalendar
    number: int
    today: date

    @property
    def clerk(self) -> User:
        """Return who works on the case: every third goes to the desk's own clerk."""
        at_desk = [
            user for name, user in self.staff.items() if name.startswith("clerk-") and self.desk.pk in user.roles
        ]
        return at_desk[0] if self.number % 3 == 0 else self.staff["clerk"]

    def moment(self, part: float, hour: int = 10) -> datetime:
        """Return the moment at which a part of the case's time is over, in business hours."""
        days = round(self.scenario.took * part)
        arrived = self.today - timedelta(days=self.scenario.arrived)
        day = self.calendar.add_business_days(arrived, days) if days else arrived
        return timezone.make_aware(datetime.combine(day, time(hour, self.number % 60)))

    def story(self) -> Story:
        """Tell the case from its arrival to the last step of its scenario."""
        until = self.scenario.until
        yield self.moment(0, 9)
        case = self._receive()
        if until == "received":
            return
        yield self.moment(PARTS["taken"])
        caseload.assign(case.pk, self.clerk, by=self.clerk)
        if until == "taken":
            return
        if until == "withdrawn":
            yield self.moment(1)
            reply.withdraw(case.pk, by=Impersonal.REQUESTER)
            return
        yield from self._on_papers(case)

    def _on_papers(self, case: Case) -> Story:
        until = self.scenario.until
        yield self.moment(PARTS["asked"], 11)
        if until in ("asked", "paused", "refused"):
            self._ask_for_more(case)
            if until == "paused":
                clock.pause_clock(case.pk, by=self.clerk, reason=self.scenario.pause)
            if until != "refused":
                return
            yield self.moment(0.8)
            decide.refuse_on_procedure(
                case.pk,
                by=self.staff["reviewer"],
                ground=self.scenario.ground,
                reason=self._word("reason", "procedure"),
            )
            yield from self._by_letter(case)
            return
        yield self.moment(PARTS["verified"], 14)
        for item in case.items.all():
            documents.accept_item(case.pk, item.pk, by=self.clerk, evidence=item.any_of[0])
        verify.verify_identity(case.pk, by=self.clerk, method="documents")
        if until != "verified":
            yield from self._on_decision(case)

    def _on_decision(self, case: Case) -> Story:
        yield self.moment(PARTS["decided"], 15)
        for right in case.rights.all():
            decide.decide_right(case.pk, right.pk, self._answer(Kind(right.kind)), by=self.staff["reviewer"])
        decide.decide(case.pk, by=self.staff["reviewer"])
        if self.scenario.until != "decided":
            yield from self._by_letter(case)

    def _by_letter(self, case: Case) -> Story:
        yield self.moment(PARTS["approved"], 16)
        # whoever refused on procedure may not approve that letter alone
        second_person = "manager" if self.scenario.until == "refused" else "reviewer"
        letters.approve_letter(case.pk, by=self.staff[second_person])
        outbox.drain()
        if self.scenario.until == "approved":
            return
        electronic = self.scenario.until == "released" or self.scenario.delivery == DeliveryChannel.FOLLOW_PAGE
        if electronic:
            reply.send_reply(case.pk, by=self.clerk)
        if self.scenario.until == "released":
            return
        yield self.moment(1, 17)
        self._deliver(case)
        if self.scenario.until == "returned":
            yield self.moment(1.6, 11)
            reply.record_return(case.pk, by=self.clerk, returned_on=timezone.localdate())

    def _deliver(self, case: Case) -> None:
        channel = self.scenario.delivery or DeliveryChannel.RECORDED_POST
        fetched = channel == DeliveryChannel.FOLLOW_PAGE
        reply.mark_replied(
            case.pk,
            by=Impersonal.REQUESTER if fetched else self.clerk,
            channel=channel,
            delivered_on=timezone.localdate(),
            tracking="" if fetched else f"{self.number:03d}-45-{67890 + self.number}-1",
        )

    def _receive(self) -> Case:
        scenario, people = self.scenario, self.cast.people
        by_web = scenario.channel == Channel.WEB
        submission = Submission(
            desk=self.desk,
            token=uuid4().hex + uuid4().hex,
            channel=scenario.channel,
            language=scenario.language,
            regime=regime_for(scenario.residence),
            residence=scenario.residence,
            requester_type=scenario.requester,
            reply_method=ReplyMethod.ELECTRONIC if by_web else ReplyMethod.WRITING,
            principal=people[scenario.person],
            agent=people[scenario.agent] if scenario.agent else None,
            rights=tuple(self._right(kind) for kind in scenario.kinds),
            received_on=timezone.localdate(),
            demo=True,
        )
        case = submit_request(submission, by=Impersonal.REQUESTER if by_web else self.clerk).case
        if not by_web:
            caseload.acknowledge(case.pk, by=self.clerk, how=str(scenario.channel))
        if scenario.papers:
            item = case.items.first()
            documents.add_document(
                case.pk, specimen("driver licence", self.number), by=Impersonal.REQUESTER, item_id=item.pk
            )
        return case

    def _right(self, kind: Kind) -> RightAsked:
        japanese = self.scenario.language == "ja"
        return RightAsked(
            kind=kind,
            scope="会員登録の内容と、修理・問い合わせの記録"
            if japanese
            else "My member record and my repair and inquiry records",
            correction=("住所と生年月日の誤り" if japanese else "A wrong address and birth date")
            if kind == Kind.CORRECTION
            else "",
        )

    def _ask_for_more(self, case: Case) -> None:
        item = case.items.last()
        if item and self.scenario.reject:
            documents.reject_item(case.pk, item.pk, by=self.clerk, reason=RejectReason(self.scenario.reject))
        elif item and item.status == ItemStatus.RECEIVED:
            documents.reject_item(case.pk, item.pk, by=self.clerk, reason=RejectReason.UNREADABLE)
        documents.ask_for_more(case.pk, by=self.clerk)
        if self.number % 2:
            caseload.add_note(case.pk, self._word("note", ""), by=self.clerk)

    def _answer(self, kind: Kind) -> decide.RightAnswer:
        outcome = self.scenario.outcome if kind == self.scenario.kinds[0] else Outcome.GRANTED
        fitting = grounds_for(kind, outcome, timezone.localdate())
        ground = self.scenario.ground if kind == self.scenario.kinds[0] else ""
        return decide.RightAnswer(
            outcome=outcome,
            ground=ground or (fitting[0].code if fitting else ""),
            reason=self._word("reason", self.scenario.reason or outcome),
            content=self._word("content", kind),
            withheld_part=self._word("withheld_part", "") if outcome == Outcome.PARTLY_GRANTED else "",
            substitute=self._word("substitute", "") if outcome == Outcome.SUBSTITUTE else "",
            later_erasure=self._word("later_erasure", "") if outcome == Outcome.SUBSTITUTE else "",
        )

    def _word(self, block: str, key: str) -> str:
        return self.cast.word(block, key, self.scenario.language)
