"""Notices: in the person's language, once, as she wishes, by a real mail server; following with and without account."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core.signing import b62_encode
from django.test import Client
from django.utils import timezone, translation

from perron.kernel import following, letters, notices, tasks, watching
from perron.kernel.actors import Actor
from perron.kernel.contract import Ref, SearchDocument
from perron.kernel.errors import NotFound
from perron.kernel.following import NothingToFollow
from perron.kernel.letters import LinkExpired
from perron.kernel.models.notice import Notice, Subscription
from perron.kernel.notices import Manner, follow, followers, follows, tell, unfollow
from perron.kernel.search import index
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority
from perron.kernel.testing.queue import run_pending
from perron.kernel.tests.mail_server import Mailbox, body_of, mail_server  # noqa: F401  (a fixture)
from perron.kernel.tests.ringing import bell_installed  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("bell_installed")]

TOWER = Ref("bell", "tower", "1")


def ring(actor: object, kind: str = "bell.rung_for_you", once: str = "") -> None:
    tell(kind, to=actor, subject=TOWER, address="/fr/bell/1/", once=once, tower="Nord & Sud", times=3)  # type: ignore[arg-type]


def test_a_notice_is_in_the_inbox_and_in_a_letter_in_the_persons_language(mailbox: Mailbox) -> None:
    anna = an_actor(language="nl")

    ring(anna)
    run_pending()

    (found,) = notices.inbox(anna)
    assert (found.title, notices.unread(anna)) == ("The bell of Nord & Sud rang (nl)", 1)
    (letter,) = mailbox.letters
    assert (letter["To"], letter["Subject"], letter["Content-Language"]) == (anna.email, found.title, "nl")
    assert "It rang 3 times at Nord & Sud: /nl/bell/1/" in body_of(letter)
    assert "https://town.example/nl/bell/1/" in body_of(letter)
    assert "Nord &amp; Sud" in body_of(letter, "html")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<notice-\d+\.[0-9a-f]{16}@town\.example>", letter["Message-ID"])


def test_a_letter_goes_once_however_often_it_is_sent(mailbox: Mailbox) -> None:
    anna = an_actor()
    ring(anna, once="first")
    ring(anna, once="first")
    run_pending()

    letters.send_notice(notice=notices.inbox(anna)[0].pk)

    assert (len(notices.inbox(anna)), len(mailbox.letters)) == (1, 1)


def test_a_mail_server_that_refuses_is_tried_again_and_at_last_a_dead_letter_is_seen(mailbox: Mailbox) -> None:
    mailbox.refuses = True
    anna = an_actor()
    ring(anna)
    run_pending(ahead=True)
    (dead,) = tasks.dead_letters()
    assert (dead.task, "come back later" in dead.error) == ("kernel.send_notice", True)
    assert anna.email not in dead.error

    mailbox.refuses = False
    tasks.retry_dead_letter(dead.id)
    run_pending(ahead=True)

    assert len(mailbox.letters) == 1


def test_a_letter_waits_for_a_mail_server_that_is_down(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    ring(an_actor())

    run_pending()

    assert Notice.objects.get().mailed_at is None
    assert tasks.dead_letters() == []


def test_what_is_not_refusable_has_no_way_out_and_the_rest_has_one_click(mailbox: Mailbox) -> None:
    anna = an_actor()
    ring(anna, kind="bell.summons")
    ring(anna)
    run_pending()

    summons, rung = mailbox.letters
    assert summons["List-Unsubscribe"] is None
    assert rung["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = rung["List-Unsubscribe"].strip(" <>")
    assert anna.email not in address

    path = address.removeprefix("https://town.example")
    answer = Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"})
    ring(anna)
    run_pending()

    assert answer.status_code == 200
    assert (len(mailbox.letters), len(notices.inbox(anna))) == (2, 3)


def test_looking_at_the_way_out_stops_nothing(mailbox: Mailbox, client: Client) -> None:
    anna = an_actor()
    ring(anna)
    run_pending()
    path = mailbox.letters[0]["List-Unsubscribe"].strip(" <>").removeprefix("https://town.example")

    assert client.get(path).status_code == 200
    assert {kind.name: manner for kind, manner in notices.preferences_of(anna)}["bell.rung_for_you"] == Manner.AT_ONCE
    assert client.post(path[:-3] + "x/").status_code == 404


@pytest.mark.parametrize(
    ("manner", "in_inbox", "letters_now"), [("at_once", 1, 1), ("daily", 1, 0), ("inbox", 1, 0), ("off", 0, 0)]
)
def test_people_decide_how_they_are_told(mailbox: Mailbox, manner: str, in_inbox: int, letters_now: int) -> None:
    anna = an_actor()
    notices.prefer(anna, "bell.rung_for_you", manner)

    ring(anna)
    run_pending()

    assert (len(notices.inbox(anna)), len(mailbox.letters)) == (in_inbox, letters_now)


def test_what_is_not_refusable_cannot_be_switched_off() -> None:
    with pytest.raises(NotFound):
        notices.prefer(an_actor(), "bell.summons", "off")


def test_a_day_of_notices_is_one_letter_and_goes_once(mailbox: Mailbox) -> None:
    anna, bart = an_actor(language="fr"), an_actor()
    for actor in (anna, bart):
        notices.prefer(actor, "bell.rung_for_you", "daily")
    for _n in range(3):
        ring(anna)
    ring(bart)

    for _day in range(2):
        letters.queue_digests()
        run_pending()

    assert sorted(letter["To"] for letter in mailbox.letters) == sorted([anna.email, bart.email])
    (hers,) = [letter for letter in mailbox.letters if letter["To"] == anna.email]
    assert body_of(hers).count("It rang 3 times") == 3
    assert hers["List-Unsubscribe"]


def test_someone_who_left_gets_no_letter(mailbox: Mailbox) -> None:
    anna = an_actor()
    ring(anna)
    anna.is_active = False
    anna.save()

    run_pending()

    assert mailbox.letters == []


def test_a_kind_that_nobody_declares_is_a_bug() -> None:
    with pytest.raises(KeyError):
        ring(an_actor(), kind="bell.nothing")


def test_following_and_stopping() -> None:
    anna = an_actor()
    follow(anna, "thing:bell:tower:1", title="Tower")
    follow(anna, "thing:bell:tower:1", title="Tower")
    assert (follows(anna, "thing:bell:tower:1"), len(followers("thing:bell:tower:1"))) == (True, 1)

    unfollow(anna, "thing:bell:tower:1")

    assert not follows(anna, "thing:bell:tower:1")
    assert not follows(None, "thing:bell:tower:1")


@pytest.mark.parametrize("topic", ["", "thing", "thing:", "weather:sun", "search:" + "x" * 600])
def test_only_topics_can_be_followed(topic: str) -> None:
    with pytest.raises(NothingToFollow):
        follow(an_actor(), topic)


def test_followers_of_a_place_hear_of_what_lies_in_it() -> None:
    province, commune, other = an_actor(), an_actor(), an_actor()
    follow(province, "place:60000")
    follow(commune, "place:62063")
    follow(other, "place:21004")

    told = notices.tell_followers(
        ["place:62063", "thing:bell:tower:1"], "bell.rung_for_you", subject=TOWER, address="/", tower="Nord", times=1
    )

    assert told == 2
    assert [len(notices.inbox(actor)) for actor in (province, commune, other)] == [1, 1, 0]


def test_an_address_is_written_to_only_after_its_owner_confirmed(mailbox: Mailbox, client: Client) -> None:
    with translation.override("de"):
        following.follow_by_email("Eva@Example.org ", "thing:bell:tower:1", title="Turm", address="/de/bell/1/")
    run_pending()
    (question,) = mailbox.letters
    assert question["To"] == "eva@example.org"
    assert followers("thing:bell:tower:1") == []
    path = re.search(r"https://town\.example(\S+/confirm/\S+)", body_of(question))
    assert path is not None
    assert "eva" not in path[1]

    assert client.get(path[1]).status_code == 200
    assert followers("thing:bell:tower:1") == [], "a program that looks at links does not confirm"
    client.post(path[1])
    notices.tell_followers(
        ["thing:bell:tower:1"], "bell.rung_for_you", subject=TOWER, address="/", tower="Ost", times=1
    )
    run_pending()

    assert mailbox.letters[1]["Subject"] == "The bell of Ost rang (de)"
    client.post(mailbox.letters[1]["List-Unsubscribe"].strip(" <>").removeprefix("https://town.example"))
    assert not Subscription.objects.exists()


def a_link_to_confirm(mailbox: Mailbox) -> str:
    following.follow_by_email("eva@example.org", "thing:bell:tower:1", title="Tower", address="/en/bell/1/")
    run_pending()
    body = body_of(mailbox.letters[-1])
    assert "The link works for 14 days." in body
    found = re.search(r"https://town\.example(\S+/confirm/\S+)", body)
    assert found is not None
    return found[1]


def test_a_link_that_confirms_expires_and_says_how_to_get_another(
    mailbox: Mailbox, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = b62_encode(int(time.time()) - 15 * 24 * 3600)
    monkeypatch.setattr(letters.SIGNER, "timestamp", lambda: long_ago)
    link = a_link_to_confirm(mailbox)

    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == LinkExpired.status
        assert "14" in answer.text
    assert followers("thing:bell:tower:1") == []


def test_a_link_that_confirms_confirms_once(mailbox: Mailbox, client: Client) -> None:
    link = a_link_to_confirm(mailbox)

    assert [client.post(link).status_code for _click in range(2)] == [200, 200]
    assert "<form" not in client.get(link).text.split("<main")[1].split("</main")[0]
    following.unsubscribe(letters.sign("subscription", Subscription.objects.get().pk))

    assert client.post(link).status_code == 410
    assert followers("thing:bell:tower:1") == []


def test_asking_twice_sends_one_question_while_it_waits(mailbox: Mailbox) -> None:
    for _n in range(3):
        following.follow_by_email("eva@example.org", "place:62063")
    run_pending()

    assert len(mailbox.letters) == 1


def test_a_followed_search_tells_what_is_new_once(mailbox: Mailbox) -> None:
    anna = an_actor(language="fr")
    index("bell.page", [SearchDocument(Ref("bell", "page", "1"), {"fr": "École ancienne"}, {}, "/1")])
    follow(anna, "search:q=ecole", title="Écoles")
    index("bell.page", [SearchDocument(Ref("bell", "page", "2"), {"fr": "École nouvelle"}, {}, "/2")])

    for _quarter in range(2):
        watching.watch_searches()
    run_pending()

    (found,) = notices.inbox(anna)
    assert "École nouvelle" in found.body
    assert "ancienne" not in found.body
    assert "https://town.example/fr/search/?q=ecole" in body_of(mailbox.letters[0])


@pytest.fixture
def signed_in(client: Client) -> Client:
    anna = an_actor(language="en")
    client.force_login(anna, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.anna = anna  # type: ignore[attr-defined]
    return client


def test_the_inbox_shows_reads_and_unreads(signed_in: Client) -> None:
    anna = signed_in.anna  # type: ignore[attr-defined]
    assert "No messages yet" in signed_in.get("/en/inbox/").text
    ring(anna)
    (found,) = notices.inbox(anna)
    assert "1 unread message" in signed_in.get("/en/inbox/").text

    page = signed_in.get(f"/en/inbox/{found.pk}/").text

    assert "It rang 3 times at Nord &amp; Sud" in page
    assert notices.unread(anna) == 0
    signed_in.post("/en/inbox/mark/", {"notice": found.pk, "as": "unread"})
    assert notices.unread(anna) == 1
    signed_in.post("/en/inbox/mark/")
    assert notices.unread(anna) == 0


def test_the_inbox_leads_to_pages_in_the_language_and_under_the_authority_that_one_reads_in(signed_in: Client) -> None:
    town = an_authority()
    anna = signed_in.anna  # type: ignore[attr-defined]
    ring(anna)
    follow(anna, "thing:bell:tower:1", title="Nord", address="/nl/bell/1/")
    (found,) = notices.inbox(anna)

    assert 'href="/en/bell/1/"' in signed_in.get(f"/en/inbox/{found.pk}/").text
    assert f'href="/~{town.slug}/fr/bell/1/"' in signed_in.get(f"/~{town.slug}/fr/inbox/{found.pk}/").text
    assert 'href="/de/bell/1/"' in signed_in.get("/de/inbox/preferences/").text


def test_nobody_reads_anothers_inbox(signed_in: Client) -> None:
    other = an_actor()
    ring(other)
    (theirs,) = notices.inbox(other)

    assert signed_in.get(f"/en/inbox/{theirs.pk}/").status_code == 404
    assert signed_in.post("/en/inbox/mark/", {"notice": theirs.pk}).status_code == 404
    assert signed_in.get("/en/inbox/?before=99999999999999999999").status_code == 200
    assert notices.unread(other) == 1


def test_without_account_the_inbox_asks_to_sign_in_first(client: Client) -> None:
    assert client.get("/en/inbox/").status_code in {302, 401}


def test_preferences_are_chosen_on_a_page(signed_in: Client) -> None:
    anna = signed_in.anna  # type: ignore[attr-defined]
    follow(anna, "place:62063", title="Liège")
    assert "Liège" in signed_in.get("/en/inbox/preferences/").text

    signed_in.post("/en/inbox/preferences/", {"bell.rung_for_you": "daily"})

    assert {kind.name: manner for kind, manner in notices.preferences_of(anna)}["bell.rung_for_you"] == Manner.DAILY


def test_following_goes_back_to_the_page_and_never_to_another_site(signed_in: Client) -> None:
    asked = {"topic": "place:62063", "title": "Liège"}

    assert (
        signed_in.post("/en/inbox/follow/", asked | {"address": "/en/place/62063/"})["Location"] == "/en/place/62063/"
    )
    assert signed_in.post("/en/inbox/follow/", asked | {"address": "//evil.example/"})["Location"] == "/"
    assert follows(signed_in.anna, "place:62063")  # type: ignore[attr-defined]
    signed_in.post("/en/inbox/unfollow/", asked)
    assert not follows(signed_in.anna, "place:62063")  # type: ignore[attr-defined]


def test_a_visitor_follows_by_email_and_is_told_what_comes_next(client: Client) -> None:
    answer = client.post("/en/inbox/follow/", {"topic": "place:62063", "email": "eva@example.org", "address": "/en/"})

    assert "look in your mailbox" in answer.text
    assert client.post("/en/inbox/follow/", {"topic": "place:62063", "email": "no address"}).status_code == 400


def test_old_unconfirmed_addresses_are_forgotten() -> None:
    from perron.kernel.messaging_duties import MESSAGING_RETENTION

    following.follow_by_email("eva@example.org", "place:62063")
    forget = next(term.apply for term in MESSAGING_RETENTION if term.model == "kernel.Subscription")

    assert forget(timezone.now()) == 1


def test_only_staff_are_asked_about_what_only_staff_are_told() -> None:
    def asked(person: Actor) -> set[str]:
        return {kind.name for kind, _ in notices.preferences_of(person)}

    assert asked(an_agent_of(an_authority())) - asked(an_actor()) >= {"bell.to_be_wound"}
