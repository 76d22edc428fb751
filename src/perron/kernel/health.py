"""Asks every brick how its surroundings are doing, for the status page and `perron doctor`."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from perron.kernel import registry
from perron.kernel.contract import HealthCheck
from perron.kernel.languages import Text

log = logging.getLogger("perron.health")


@dataclass(frozen=True, slots=True)
class Answer:
    """One check's answer: `trouble` is "" when well, else one English sentence for the operator."""

    name: str
    title: Text
    trouble: str

    @property
    def well(self) -> bool:
        return not self.trouble


def ask_all() -> list[Answer]:
    """Every declared check, in the order of the bricks."""
    return [_ask(check) for brick in registry.bricks() for check in brick.checks]


def _ask(check: HealthCheck) -> Answer:
    try:
        return Answer(check.name, check.title, check.ask() or "")
    except Exception as failure:  # a check that explodes is an answer, and the log has the whole of it
        log.exception("health check failed check=%s", check.name)
        return Answer(check.name, check.title, f"The check itself failed: {type(failure).__name__}.")
