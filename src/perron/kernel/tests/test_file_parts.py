"""Files that come in pieces: continued where they stopped, by their sender only, taken once, swept when left."""

from __future__ import annotations

import os
from datetime import timedelta
from threading import Thread

import pytest
from django.utils import timezone

from perron.kernel import file_parts
from perron.kernel.errors import TooLarge
from perron.kernel.file_parts import NotWhereItStopped, PartGone
from perron.kernel.testing.factories import an_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender(settings, tmp_path):
    settings.FILES = {**settings.FILES, "s3_bucket": "", "folder": str(tmp_path)}
    return an_actor()


def test_a_file_goes_on_where_it_stopped_and_is_taken_once(sender):
    part = file_parts.begin(actor=sender, name="arbres.csv", size=6)

    assert file_parts.add(part, b"abc", offset=0) == 3
    again = file_parts.part_of(part.ticket, actor=sender)
    assert (again.offset, again.name, again.size) == (3, "arbres.csv", 6)
    file_parts.add(again, b"def", offset=3)

    with file_parts.taken(part.ticket, actor=sender) as (stream, name):
        assert (stream.read(), name) == (b"abcdef", "arbres.csv")
    with pytest.raises(PartGone), file_parts.taken(part.ticket, actor=sender):
        pass


def test_a_piece_that_comes_twice_or_too_early_is_refused_with_the_place_to_go_on(sender):
    part = file_parts.begin(actor=sender, name="a", size=6)
    file_parts.add(part, b"abc", offset=0)

    for offset in (0, 5):
        with pytest.raises(NotWhereItStopped) as refused:
            file_parts.add(part, b"abc", offset=offset)
        assert refused.value.facts == {"offset": 3}
    with pytest.raises(NotWhereItStopped), file_parts.taken(part.ticket, actor=sender):
        pass


def test_nothing_grows_beyond_what_was_announced_or_is_allowed(sender, settings):
    settings.FILE_SIZE_LIMIT = 10
    part = file_parts.begin(actor=sender, name="a", size=6)

    with pytest.raises(TooLarge):
        file_parts.add(part, b"1234567", offset=0)
    with pytest.raises(TooLarge):
        file_parts.begin(actor=sender, name="b", size=11)


def test_a_ticket_is_good_for_its_owner_only(sender):
    part = file_parts.begin(actor=sender, name="a", size=6)

    for ticket, actor in ((part.ticket, an_actor()), (f"{part.ticket}x", sender), ("../../etc/passwd", sender)):
        with pytest.raises(PartGone):
            file_parts.part_of(ticket, actor=actor)


def test_what_fails_while_it_is_taken_stays(sender):
    part = file_parts.begin(actor=sender, name="a", size=0)

    with pytest.raises(ZeroDivisionError), file_parts.taken(part.ticket, actor=sender):
        raise ZeroDivisionError

    assert file_parts.part_of(part.ticket, actor=sender).offset == 0


def test_of_two_clicks_one_takes_the_file(sender):
    part = file_parts.begin(actor=sender, name="a", size=0)
    seen: list[str] = []

    def click() -> None:
        try:
            with file_parts.taken(part.ticket, actor=sender):
                seen.append("taken")
        except PartGone:
            seen.append("gone")

    with file_parts.taken(part.ticket, actor=sender):
        other = Thread(target=click)
        other.start()
    other.join(10)

    assert seen == ["gone"]


def test_one_person_keeps_few_and_left_ones_are_swept(sender):
    parts = [file_parts.begin(actor=sender, name=f"{number}", size=1) for number in range(3)]
    for age, part in enumerate(parts):
        os.utime(part.path, (1_000_000 + age, 1_000_000 + age))

    newest = file_parts.begin(actor=sender, name="one more", size=1)
    with pytest.raises(PartGone):
        assert parts[0].offset

    assert file_parts.sweep(at=timezone.now()) == 2
    assert file_parts.sweep(at=timezone.now()) == 0
    assert newest.offset == 0
    assert file_parts.sweep(at=timezone.now() + timedelta(days=2)) == 1
