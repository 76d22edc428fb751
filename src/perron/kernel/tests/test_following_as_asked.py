"""Letters to an address whose owner gave it for just this, and work for a time that comes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from perron.kernel import following
from perron.kernel.tasks import task
from perron.kernel.testing.queue import make_all_due, run_pending, waiting

pytestmark = pytest.mark.django_db
TOPIC = "thing:reports:reporter:1"
DONE: list[str] = []


@task(name="kernel.tests.write_later")
def write_later(*, word: str) -> None:
    DONE.append(word)


def ask() -> following.Subscription:
    return following.follow_as_asked(
        "Me@Example.org", TOPIC, language="nl", title="ABCD", address="/nl/reports/mine/x/", at=timezone.now()
    )


def test_whoever_gave_her_address_for_it_follows_at_once_and_once():
    mail.outbox.clear()

    first, again = ask(), ask()

    run_pending()
    assert first == again
    assert (first.email, first.language, first.address) == ("me@example.org", "nl", "/{language}/reports/mine/x/")
    assert following.followers(TOPIC) == [first]
    assert following.subscription_of("ME@example.org", TOPIC) == first
    assert mail.outbox == []


def test_what_is_forgotten_is_followed_by_nobody():
    ask()

    assert following.forget_topics([TOPIC, "thing:another"]) == 1
    assert following.forget_topics([TOPIC]) == 0
    assert following.subscription_of("me@example.org", TOPIC) is None


def test_what_cannot_be_followed_is_refused():
    with pytest.raises(following.NothingToFollow):
        following.follow_as_asked("a@example.org", "x", language="fr", title="", address="", at=timezone.now())


def test_work_for_a_time_that_comes_waits_for_it():
    DONE.clear()
    write_later.not_before(timezone.now() + timedelta(hours=8))(word="morning")
    write_later.not_before(timezone.now() - timedelta(hours=8))(word="now")

    run_pending()
    assert (DONE, waiting()) == (["now"], ["kernel.tests.write_later"])
    make_all_due()
    run_pending()
    assert DONE == ["now", "morning"]
