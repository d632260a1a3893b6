"""`manage.py sample_letters`: every letter as PDF, with an index page, so that its words can be reviewed."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from dsr.law.kinds import kind_row
from dsr.management.desks import desk_called
from dsr.models import Desk, DeskPolicy
from dsr.rendering.letters import compose_letter
from dsr.rendering.pdf import render_pdf
from dsr.rendering.samples import ISSUED, RECEIVED, SMITH, YOSHINO, Answered, first_ground, regime_of, sample_case
from dsr.vocabulary import Kind, Outcome, Regime

LANGUAGES = ("ja", "en")


@dataclass(frozen=True)
class Sample:
    """One letter: what is asked under which law, how it is decided, in which language."""

    kind: Kind
    regime: Regime
    outcome: Outcome
    language: str
    procedural: bool = False

    @property
    def name(self) -> str:
        """Return the name of the file without its ending."""
        how = "procedure" if self.procedural else self.outcome.value
        return f"{self.regime.value}-{self.kind.value}-{how}-{self.language}".lower()


def samples() -> Iterator[Sample]:
    """Yield every letter there is: kind x law x outcome x language, and each refusal on procedure."""
    for kind in Kind:
        regimes = (Regime.EU_GDPR, Regime.UK_GDPR) if regime_of(kind) is Regime.EU_GDPR else (regime_of(kind),)
        for regime in regimes:
            for language in LANGUAGES:
                for outcome in kind_row(kind, regime, RECEIVED).outcomes:
                    yield Sample(kind, regime, outcome, language)
                if first_ground(kind, Outcome.REFUSED, procedural=True):
                    yield Sample(kind, regime, Outcome.REFUSED, language, procedural=True)


def letter_html(sample: Sample, policy: DeskPolicy) -> str:
    """Return the letter of a sample as it would be issued by a desk. Reads no row but the policy's."""
    ground = first_ground(sample.kind, sample.outcome, procedural=sample.procedural)
    case = sample_case(
        Answered(sample.kind, sample.outcome, ground),
        policy=policy,
        language=sample.language,
        regime=sample.regime,
        principal=YOSHINO if sample.language == "ja" else SMITH,
    )
    prefix = policy.profile.letters.number_prefix
    return compose_letter(case, number=f"{prefix}-{ISSUED.year}-0000", issued_on=ISSUED).html


class Command(BaseCommand):
    """Write the letters and index.html to a folder."""

    help = "Render every letter in both languages with sample data, and an index page."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder, and whose letters."""
        parser.add_argument("--out", required=True, type=Path, help="folder for the letters; made if it is missing")
        parser.add_argument(
            "--desk", default="", help="slug of the desk, or its beginning; the first by name if left out"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        """Render, and say where the index is. Raises CommandError for an unknown desk, OSError for the folder."""
        first = Desk.objects.order_by("slug").values_list("slug", flat=True).first()
        desk = desk_called(options["desk"] or first or "")
        policy, out = desk.policy_on(timezone.localdate()), options["out"]
        out.mkdir(parents=True, exist_ok=True)
        made = [_write(sample, policy, out) for sample in samples()]
        with override("en"):
            page = render_to_string("letters/index.html", {"desk": desk, "letters": made})
        (out / "index.html").write_text(page, encoding="utf-8")
        self.stdout.write(f"{len(made)} letters of {desk.name_en}: {out / 'index.html'}")


def _write(sample: Sample, policy: DeskPolicy, out: Path) -> dict[str, Any]:
    rendered = render_pdf(letter_html(sample, policy))
    (out / f"{sample.name}.pdf").write_bytes(rendered.data)
    return {"sample": sample, "pages": rendered.pages, "bytes": len(rendered.data)}
