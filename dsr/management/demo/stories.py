"""How a demo case goes, told by calling the verbs. Each `yield` waits for the moment at which the story goes on."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from dsr import crypto
from dsr.actions import caseload, clock, contacts, decide, documents, items, letters, reply, verify
from dsr.actions.receive import RightAsked, Submission, submit_request
from dsr.effects import outbox
from dsr.errors import Refused
from dsr.law.calendars import BusinessCalendar
from dsr.law.grounds import grounds_for
from dsr.law.kinds import kind_row
from dsr.law.regimes import regime_for
from dsr.law.tiers import CONFIRMS_ITSELF
from dsr.management.demo.papers import specimen
from dsr.management.demo.scenario import PROVED_BY, Cast, Scenario
from dsr.management.demo.stage import Story
from dsr.models import Case, Desk, User
from dsr.queries.contacts import answered_role
from dsr.vocabulary import (
    Action,
    Channel,
    ContactBasis,
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
    now: datetime
    # what the journal of this case held already, when an interrupted demo goes on
    done: Counter[str] = field(default_factory=Counter)
    goes_on: bool = False

    @property
    def number(self) -> int:
        """Return the scenario's number, which never changes."""
        return self.scenario.number

    @property
    def clerk(self) -> User:
        """Return who works on the case: every third goes to the desk's own clerk."""
        at_desk = [
            user for name, user in self.staff.items() if name.startswith("clerk-") and self.desk.pk in user.roles
        ]
        return at_desk[0] if self.number % 3 == 0 else self.staff["clerk"]

    def moment(self, part: float, hour: int = 10) -> datetime:
        """Return the moment at which a part of the case's time is over, in business hours; at the latest now."""
        days = round(self.scenario.took * part)
        arrived = timezone.localdate(self.now) - timedelta(days=self.scenario.arrived)
        day = self.calendar.add_business_days(arrived, days) if days else arrived
        return min(timezone.make_aware(datetime.combine(day, time(hour, self.number % 60))), self.now)

    def once(self, action: Action, verb: Callable[..., Any], *args: Any, **details: Any) -> None:
        """Call a verb, unless the journal shows that an interrupted demo did so already."""
        if self.done[action]:
            self.done[action] -= 1
        else:
            verb(*args, **details)

    def story(self) -> Story:
        """Tell the case from its arrival to the last step of its scenario."""
        yield self.moment(0, 9)
        case = self._receive()
        self.done = Counter(case.events.exclude(action=Action.SUBMIT_REQUEST).values_list("action", flat=True))
        self.goes_on = bool(self.done)
        try:
            self._arrive(case)
            yield from self._tell(case)
        except Refused:
            # between the interruption and now somebody took this case further: it is theirs
            if not self.goes_on:
                raise

    def _tell(self, case: Case) -> Story:
        until = self.scenario.until
        if until == "received":
            return
        yield self.moment(PARTS["taken"])
        self.once(Action.ASSIGN, caseload.assign, case.pk, self.clerk, by=self.clerk)
        if until == "taken":
            return
        if until == "withdrawn":
            yield self.moment(1)
            self.once(Action.WITHDRAW, reply.withdraw, case.pk, by=Impersonal.REQUESTER)
            return
        yield self.moment(PARTS["asked"], 11)
        if until in ("asked", "paused", "refused"):
            yield from self._on_missing_papers(case)
        else:
            yield from self._on_papers(case)

    def _on_missing_papers(self, case: Case) -> Story:
        self._ask_for_more(case)
        if self.scenario.until == "paused":
            self.once(Action.PAUSE_CLOCK, clock.pause_clock, case.pk, by=self.clerk, reason=self.scenario.pause)
        if self.scenario.until != "refused":
            return
        yield self.moment(0.8)
        self.once(
            Action.REFUSE_ON_PROCEDURE,
            decide.refuse_on_procedure,
            case.pk,
            by=self.staff["reviewer"],
            ground=self.scenario.ground,
            reason=self._word("reason", "procedure"),
        )
        yield from self._by_letter(case)

    def _effects_done(self) -> Story:
        """Have files made safe and letters rendered."""
        outbox.drain()
        if self.goes_on:
            # what was under way when the demo was interrupted is still claimed
            yield timezone.now() + 2 * outbox.LEASE
            outbox.drain()

    def _on_papers(self, case: Case) -> Story:
        yield self.moment(PARTS["verified"], 14)
        yield from self._effects_done()
        for item in case.items.all():
            self.once(Action.ACCEPT_ITEM, items.accept_item, case.pk, item.pk, by=self.clerk, evidence=item.any_of[0])
        self.once(Action.VERIFY_IDENTITY, verify.verify_identity, case.pk, by=self.clerk, method="documents")
        if self.scenario.until != "verified":
            yield from self._on_decision(case)

    def _on_decision(self, case: Case) -> Story:
        yield self.moment(PARTS["decided"], 15)
        reviewer = self.staff["reviewer"]
        for right in case.rights.all():
            answer = self._answer(Kind(right.kind))
            self.once(Action.DECIDE_RIGHT, decide.decide_right, case.pk, right.pk, answer, by=reviewer)
        self.once(Action.DECIDE, decide.decide, case.pk, by=reviewer)
        if self.scenario.until != "decided":
            yield from self._by_letter(case)

    def _by_letter(self, case: Case) -> Story:
        until = self.scenario.until
        yield self.moment(PARTS["approved"], 16)
        # whoever refused on procedure may not approve that letter alone
        second_person = "manager" if until == "refused" else "reviewer"
        self.once(Action.APPROVE_LETTER, letters.approve_letter, case.pk, by=self.staff[second_person])
        yield from self._effects_done()
        if until == "approved":
            return
        self._prove_contact(case)
        if until == "released" or self.scenario.delivery == DeliveryChannel.FOLLOW_PAGE:
            self.once(Action.SEND_REPLY, reply.send_reply, case.pk, by=self.clerk)
        if until == "released":
            return
        yield self.moment(1, 17)
        self._deliver(case)
        if until == "returned":
            yield self.moment(1.6, 11)
            self.once(
                Action.RECORD_RETURN, reply.record_return, case.pk, by=self.clerk, returned_on=timezone.localdate()
            )

    @property
    def _way_out(self) -> DeliveryChannel:
        return self.scenario.delivery or DeliveryChannel.RECORDED_POST

    def _prove_contact(self, case: Case) -> None:
        """Confirm the contact to which the reply goes; before, the demo shows that it does not leave."""
        way = DeliveryChannel.FOLLOW_PAGE if self.scenario.until == "released" else self._way_out
        if not Case.objects.get(pk=case.pk).needs_proof or way in CONFIRMS_ITSELF:
            return
        medium, basis = PROVED_BY[way]
        on_record = basis is ContactBasis.COMPANY_RECORD
        self.once(
            Action.PROVE_CONTACT,
            contacts.prove_contact,
            case.pk,
            by=self.clerk,
            role=answered_role(case),
            medium=medium,
            basis=basis,
            record_changed_on=timezone.localdate() - timedelta(days=400 + self.number) if on_record else None,
        )

    def _deliver(self, case: Case) -> None:
        channel = self._way_out
        fetched = channel == DeliveryChannel.FOLLOW_PAGE
        self.once(
            Action.MARK_REPLIED,
            reply.mark_replied,
            case.pk,
            by=Impersonal.REQUESTER if fetched else self.clerk,
            channel=channel,
            delivered_on=timezone.localdate(),
            tracking="" if fetched else f"{self.number:03d}-45-{67890 + self.number}-1",
        )

    def _receive(self) -> Case:
        """Let the request arrive. Its token follows from the number, so an interrupted demo finds the case again."""
        scenario, people = self.scenario, self.cast.people
        by_web = scenario.channel == Channel.WEB
        submission = Submission(
            desk=self.desk,
            token=crypto.fingerprint(f"demo {scenario.number}".encode()),
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
        return submit_request(submission, by=Impersonal.REQUESTER if by_web else self.clerk).case

    def _arrive(self, case: Case) -> None:
        """Do what belongs to the arrival: paper is acknowledged by hand, and the web brings pictures of papers."""
        if self.scenario.channel != Channel.WEB:
            how = str(self.scenario.channel)
            self.once(Action.ACKNOWLEDGE, caseload.acknowledge, case.pk, by=self.clerk, how=how)
        item = case.items.first()
        if self.scenario.papers and item:
            paper = specimen("driver licence", self.number)
            self.once(
                Action.ADD_DOCUMENT,
                documents.add_document,
                case.pk,
                paper,
                by=Impersonal.REQUESTER,
                item_id=item.pk,
            )

    def _right(self, kind: Kind) -> RightAsked:
        japanese = self.scenario.language == "ja"
        row = kind_row(kind, regime_for(self.scenario.residence), timezone.localdate())
        scope = "My member record and my repair and inquiry records"
        if japanese:
            scope = "会員登録の内容と、修理・問い合わせの記録"
        correction = "住所と生年月日の誤り" if japanese else "A wrong address and birth date"
        return RightAsked(
            kind=kind,
            scope=scope if row.needs_scope else "",
            claimed_ground=row.claimed_grounds[0].code if row.claimed_grounds else "",
            correction=correction if row.needs_correction else "",
        )

    def _ask_for_more(self, case: Case) -> None:
        item = case.items.last()
        reason = self.scenario.reject
        if item and not reason and item.status == ItemStatus.RECEIVED:
            reason = RejectReason.UNREADABLE
        if item and reason:
            self.once(Action.REJECT_ITEM, items.reject_item, case.pk, item.pk, by=self.clerk, reason=reason)
        self.once(Action.ASK_FOR_MORE, items.ask_for_more, case.pk, by=self.clerk)
        if self.number % 2:
            self.once(Action.ADD_NOTE, caseload.add_note, case.pk, self._word("note", ""), by=self.clerk)

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
