"""Load the desk profiles of a folder: `manage.py seed [--dir DIR]`; list what is open: `manage.py seed --open`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dsr.actions.desks import LoadedDesk, load_desks
from dsr.management.rule_comparison import cases_in_words
from dsr.profile.source import ProfileError
from dsr.queries.open_fields import to_confirm
from dsr.queries.rule_changes import touched_cases

SUFFIXES = frozenset({".yaml", ".yml"})


class Command(BaseCommand):
    """Load every profile of a folder, or none: a wrong file is refused with file, line, field and what was expected."""

    help = "Load the desk profiles (*.yaml, *.yml) of a folder. Loading them again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        default = settings.BASE_DIR / "seeds" / "desks"
        parser.add_argument("--dir", dest="folder", type=Path, default=default, help=f"where they lie ({default})")
        parser.add_argument(
            "--open", dest="only_open", action="store_true", help="list the fields to confirm, and load nothing"
        )
        parser.add_argument(
            "--accept-calendars", action="store_true", help="take public holidays that lost days: the law did change"
        )

    def handle(
        self, *_args: Any, folder: Path, only_open: bool, accept_calendars: bool, verbosity: int, **_options: Any
    ) -> None:
        """Load them and say what changed; exit 1 with one line per mistake when something is wrong."""
        if only_open:
            for row in to_confirm():
                self.stdout.write(f"{row.slug}: {row.field}: {row.reason.en}")
            return
        paths = [_near(path) for path in folder.glob("*") if path.suffix.lower() in SUFFIXES]
        if not paths:
            raise CommandError(f"{folder}: no desk profiles (*.yaml, *.yml) here")
        try:
            loaded = load_desks(paths, accept_calendars=accept_calendars)
        except ProfileError as error:
            raise CommandError(f"nothing was loaded:\n{error}") from error
        if verbosity:
            for desk in loaded:
                self.stdout.write(_sentence(desk))
                for line in _touched(desk):
                    self.stdout.write(f"  {line}")


def _near(path: Path) -> Path:
    """Return the path as seen from here, if it lies below."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _touched(desk: LoadedDesk) -> Iterator[str]:
    """Say which open cases a changed policy would treat otherwise, where there are any."""
    if desk.policy and desk.policy.version > 1 and (cases := touched_cases(desk.policy)):
        yield from cases_in_words(desk.policy, cases)


def _sentence(desk: LoadedDesk) -> str:
    """Say in one line what loading changed."""
    news = []
    if desk.policy:
        news.append(f"policy version {desk.policy.version} from {desk.policy.effective_from}")
    if desk.calendar:
        news.append(f"calendar version {desk.calendar.version} to {desk.calendar.covers_to}")
    open_fields = f" ({desk.to_confirm} fields to confirm)" if desk.to_confirm else ""
    return f"{desk.slug}: {', '.join(news) or 'unchanged'}{open_fields}"
