"""What visitors say: it reaches the publisher, it is answered in public, and nothing that they typed is lost."""

from __future__ import annotations

import pytest
from django.core.cache import caches
from django.test import Client

from perron.bricks.catalogue.actions.questions import answer_question
from perron.bricks.catalogue.actions.reuses import moderate_reuse
from perron.bricks.catalogue.models import Question, Reuse
from perron.bricks.catalogue.tests.factories import LATER, a_draft, a_published_dataset
from perron.kernel.testing.events import emitted
from perron.kernel.testing.factories import an_actor, an_agent_of, an_authority

pytestmark = pytest.mark.django_db

QUESTION = {"kind": "question", "words": "Depuis quand ?", "author_name": "Inès", "author_email": "ines@example.org"}
REUSE = {
    "title": "Une carte des arbres",
    "url": "https://arbres.example.org/",
    "kind": "visualisation",
    "description": "Où trouver de l'ombre.",
    "author_email": "ines@example.org",
}


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["local"].clear()
    caches["shared"].clear()


def send(dataset, where: str, said: dict[str, str], *, actor=None, follow: bool = True):
    client = Client()
    if actor:
        client.force_login(actor)
    return client.post(f"/fr/catalogue/{dataset.slug}/{where}/", said, follow=follow)


def page(dataset) -> str:
    return Client().get(f"/fr/catalogue/{dataset.slug}/").content.decode()


def test_a_question_by_e_mail_is_shown_once_it_is_answered():
    dataset = a_published_dataset(here := an_authority())

    response = send(dataset, "ask", QUESTION)

    assert response.redirect_chain == [(f"/fr/catalogue/{dataset.slug}/#questions", 302)]
    assert 'class="alert alert--success"' in response.content.decode()
    question = Question.objects.get()
    assert (question.language, question.author_email, question.author) == ("fr", "ines@example.org", None)
    assert emitted()[-1] == "catalogue.question_asked"
    assert "Depuis quand" not in page(dataset)

    answer_question(actor=an_agent_of(here), question=question, answer="Depuis 1998.", at=LATER)
    shown = page(dataset)
    assert "Depuis quand ?" in shown
    assert "Depuis 1998." in shown
    assert "Inès" in shown
    assert "ines@example.org" not in shown


def test_a_question_with_an_account_is_shown_at_once():
    dataset = a_published_dataset()

    send(dataset, "ask", {"kind": "need", "words": "Les haies aussi."}, actor=an_actor(name="Bram"))

    assert "Les haies aussi." in page(dataset)
    assert Question.objects.get().kind == "need"


@pytest.mark.parametrize(
    ("missing", "changes"),
    [
        ("words", {"words": "   "}),
        ("author_email", {"author_email": ""}),
        ("author_email", {"author_email": "not an address"}),
        ("kind", {"kind": "complaint"}),
        ("words", {"words": "x" * 4001}),
    ],
)
def test_a_question_that_lacks_something_keeps_what_was_typed(missing, changes):
    dataset = a_published_dataset()

    response = send(dataset, "ask", QUESTION | changes)

    assert response.status_code == 422
    shown = response.content.decode()
    assert f'href="#id_{missing}' in shown or missing == "kind"
    assert "Inès" in shown
    assert (QUESTION | changes)["words"].strip() in shown
    assert not Question.objects.exists()


def test_programs_that_fill_in_everything_are_stopped_and_people_told():
    dataset = a_published_dataset()

    response = send(dataset, "ask", QUESTION | {"homepage": "https://spam.example"})

    assert response.status_code == 422
    assert "Depuis quand ?" in response.content.decode()
    assert not Question.objects.exists()


def test_the_trap_is_out_of_sight_and_out_of_the_way_of_the_keyboard():
    shown = Client().get(f"/fr/catalogue/{a_published_dataset().slug}/ask/").content.decode()

    assert '<div class="out-of-sight" aria-hidden="true">' in shown
    assert 'tabindex="-1" id="id_homepage"' in shown


def test_whoever_asks_too_often_waits_and_keeps_what_was_typed():
    dataset = a_published_dataset()
    for number in range(6):
        assert send(dataset, "ask", QUESTION | {"words": f"Question {number}"}, follow=False).status_code == 302

    response = send(dataset, "ask", QUESTION | {"words": "Encore une"})

    assert response.status_code == 429
    assert "Encore une" in response.content.decode()
    assert Question.objects.count() == 6


def test_nobody_asks_about_a_draft():
    draft = a_draft(here := an_authority())

    assert send(draft, "ask", QUESTION).status_code == 404
    assert send(draft, "ask", QUESTION, actor=an_agent_of(here)).status_code == 409
    assert not Question.objects.exists()


def test_the_form_can_begin_with_a_need():
    dataset = a_published_dataset()

    response = Client().get(f"/fr/catalogue/{dataset.slug}/ask/?kind=need&words=hippopotames")

    assert response.context["form"]["kind"].value() == "need"
    assert "hippopotames" in response.content.decode()
    assert Client().get(f"/fr/catalogue/{dataset.slug}/ask/?kind=nonsense").status_code == 200


def test_what_somebody_made_is_shown_once_it_was_looked_at():
    dataset = a_published_dataset(here := an_authority())

    response = send(dataset, "reuse", REUSE)

    assert response.redirect_chain == [(f"/fr/catalogue/{dataset.slug}/#reuses", 302)]
    assert "Une carte des arbres" not in page(dataset)
    moderate_reuse(actor=an_agent_of(here), reuse=Reuse.objects.get(), is_shown=True, at=LATER)
    shown = page(dataset)
    assert "Une carte des arbres" in shown
    assert 'href="https://arbres.example.org/" rel="nofollow noopener ugc"' in shown


def test_a_reuse_is_told_once():
    dataset = a_published_dataset()
    send(dataset, "reuse", REUSE)

    response = send(dataset, "reuse", REUSE)

    assert response.status_code == 409
    assert "Où trouver de l&#x27;ombre." in response.content.decode()
    assert Reuse.objects.count() == 1


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://x.example/", "not an address", ""])
def test_a_reuse_is_on_the_web(url):
    dataset = a_published_dataset()

    response = send(dataset, "reuse", REUSE | {"url": url})

    assert response.status_code in {400, 422}
    assert "Une carte des arbres" in response.content.decode()
    assert not Reuse.objects.exists()


def test_a_dataset_is_followed_with_and_without_account():
    dataset = a_published_dataset()
    address = f"/fr/catalogue/{dataset.slug}/follow/"
    client = Client()
    client.force_login(an_actor())

    without, with_account = Client().get(address).content.decode(), client.get(address).content.decode()

    assert f'value="thing:{dataset.ref}"' in without
    assert 'name="email"' in without
    assert 'name="email"' not in with_account
    client.post(
        "/fr/inbox/follow/",
        {"topic": f"thing:{dataset.ref}", "title": "Arbres", "address": f"/fr/catalogue/{dataset.slug}/"},
    )
    assert "/fr/inbox/unfollow/" in client.get(address).content.decode()


def test_forms_are_protected_against_other_sites():
    dataset = a_published_dataset()

    response = Client(enforce_csrf_checks=True).post(f"/fr/catalogue/{dataset.slug}/ask/", QUESTION)

    assert response.status_code == 403
    assert not Question.objects.exists()
