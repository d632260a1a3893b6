"""The duties of the administrators: remembered when they are done, told when they are due."""

import logging
from datetime import datetime

from dsr.models import Heartbeat
from dsr.queries.upkeep import due_upkeep, name_of
from dsr.vocabulary import Upkeep

logger = logging.getLogger(__name__)


def record_upkeep(upkeep: Upkeep, now: datetime) -> None:
    """Remember that a duty was done."""
    Heartbeat.objects.update_or_create(name=name_of(upkeep), defaults={"at": now})


def remind_of_upkeep(now: datetime) -> None:
    """Say in the log which duties are due. What was never done is counted from the first night on."""
    for upkeep in Upkeep:
        Heartbeat.objects.get_or_create(name=name_of(upkeep), defaults={"at": now})
    for due in due_upkeep(now):
        logger.error("upkeep is due: %s", due.value)
