"""What an agent's choices about a reading mean for what may be shown."""

from __future__ import annotations

from perron.bricks.catalogue.rules.understanding import ReadingChoices


def leaves_something_out(choices: ReadingChoices) -> bool:
    """Whether columns or tables were dropped: then the original file holds more than the agent wants to show."""
    dropped = any(choice.drop for columns in choices.columns.values() for choice in columns.values())
    return dropped or bool(choices.tables)
