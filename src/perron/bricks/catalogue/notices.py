"""What people are told about datasets: editors, owners, those who ask, those who follow. The kernel sends."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from perron.bricks.catalogue.models import Dataset, Question, Reuse, Source, Version
from perron.kernel import letters, notices, staff
from perron.kernel.actors import Actor
from perron.kernel.contract import NoticeKind, Role
from perron.kernel.languages import Text, pick
from perron.kernel.tasks import task

FOLDER = "catalogue/notices"


def tell_editors_of_proposal(dataset_id: int) -> None:
    """A draft waits for a decision."""
    dataset = _dataset(dataset_id)
    for editor in _editors(dataset):
        _tell("dataset_proposed", editor, dataset, _on_desk(dataset))


def tell_owner_of_return(dataset_id: int) -> None:
    """The draft was sent back, with the reason."""
    dataset = _dataset(dataset_id)
    for owner in _owners(dataset):
        _tell("dataset_sent_back", owner, dataset, _on_desk(dataset), reason=dataset.sent_back_reason)


def tell_of_publication(dataset_id: int) -> None:
    """The owner learns that it is public, and those who follow its place that there is something new."""
    dataset = _dataset(dataset_id)
    if dataset.owner is not None:
        _tell("dataset_published", dataset.owner, dataset, dataset.get_absolute_url())
    if dataset.place:
        _tell_followers([f"place:{dataset.place}"], "dataset_new", dataset, once=f"new-{dataset.pk}")


def tell_editors_of_version(dataset_id: int, version_id: int) -> None:
    """A new version waits for a decision; its own author need not be told."""
    dataset = _dataset(dataset_id)
    version = Version.objects.get(pk=version_id)
    for editor in _editors(dataset):
        if editor.pk != version.created_by_id:
            _tell("version_proposed", editor, dataset, _on_desk(dataset), number=version.number)


def tell_followers_of_version(dataset_id: int, number: int) -> None:
    """There are new data."""
    dataset = _dataset(dataset_id)
    once = f"version-{dataset.pk}-{number}"
    _tell_followers([f"thing:{dataset.ref}"], "dataset_updated", dataset, once=once, number=number)


def tell_owner_of_failure(dataset_id: int, source_id: int) -> None:
    """A scheduled source cannot be fetched or read."""
    dataset, source = _dataset(dataset_id), Source.objects.get(pk=source_id)
    reason = str(source.error_facts.get("reason", source.error_code))
    for owner in _owners(dataset):
        _tell("version_failed", owner, dataset, _on_desk(dataset), url=source.url, times=source.failures, reason=reason)


def tell_owner_of_drift(dataset_id: int, source_id: int) -> None:
    """The columns of a scheduled source are not what they were."""
    dataset, source = _dataset(dataset_id), Source.objects.get(pk=source_id)
    gone = ", ".join(name for table in source.drift for name in table["removed"])
    new = ", ".join(name for table in source.drift for name in table["added"])
    for owner in _owners(dataset):
        _tell("columns_drifted", owner, dataset, _on_desk(dataset), url=source.url, gone=gone, new=new)


def tell_owner_of_question(question_id: int) -> None:
    """Somebody asks, or needs something."""
    question = Question.objects.select_related("dataset").get(pk=question_id)
    dataset = _dataset(question.dataset_id)
    for owner in _owners(dataset):
        _tell("question_asked", owner, dataset, _on_desk(dataset), words=question.words)


def tell_asker_of_answer(question_id: int) -> None:
    """The answer is there: by notice to an account, by letter to an e-mail address."""
    question = Question.objects.select_related("author").get(pk=question_id)
    dataset = _dataset(question.dataset_id)
    if question.author is not None:
        values = {"words": question.words, "answer": question.answer}
        _tell("question_answered", question.author, dataset, dataset.get_absolute_url(), **values)
    elif question.author_email:
        mail_answer.later(question_id=question.pk)


def tell_owner_of_reuse(reuse_id: int) -> None:
    """Somebody made something with the data."""
    reuse = Reuse.objects.get(pk=reuse_id)
    dataset = _dataset(reuse.dataset_id)
    for owner in _owners(dataset):
        _tell("reuse_added", owner, dataset, _on_desk(dataset), reuse=reuse.title)


@task(name="catalogue.mail_answer")
def mail_answer(*, question_id: int) -> None:
    """Send the answer to a visitor without account, in the language she asked in."""
    question = Question.objects.select_related("dataset").get(pk=question_id)
    if not question.author_email:
        return
    with translation.override(question.language):
        title = _("Answer to your question about “%(title)s”") % {"title": question.dataset.title.words}
        link = letters.absolute(question.dataset.get_absolute_url())
        asked = _("You asked: %(words)s") % {"words": question.words}
        intro = f"{asked}\n\n{question.answer}\n\n{link}"
        name = f"answer-{question.pk}"
        letters.send_letter(question.author_email, name, title, letters.letter_pages([], title, "", intro))


def _dataset(pk: int) -> Dataset:
    return Dataset.objects.select_related("authority", "owner").get(pk=pk)


def _editors(dataset: Dataset) -> Iterable[Actor]:
    if dataset.authority is None:
        return []
    roles = staff.staff_of(dataset.authority)
    return [role.actor for role in roles if staff.includes(Role(role.role), Role.EDITOR)]


def _owners(dataset: Dataset) -> Iterable[Actor]:
    """Whoever made it, while she still works there; else the editors."""
    owner, authority = dataset.owner, dataset.authority
    if owner is not None and authority is not None and staff.role_of(owner, authority) is not None:
        return [owner]
    return _editors(dataset)


def _on_desk(dataset: Dataset) -> str:
    slug = dataset.authority.slug if dataset.authority else "-"  # what belongs to no authority is on no desk
    return reverse("catalogue:desk_dataset", args=[slug, dataset.pk])


def _tell(kind: str, to: Actor, dataset: Dataset, address: str, **values: str | int) -> None:
    title = pick(dataset.titles, to.language or None).words
    notices.tell(f"catalogue.{kind}", to=to, subject=dataset.ref, address=address, once="", title=title, **values)


def _tell_followers(topics: list[str], kind: str, dataset: Dataset, *, once: str, **values: str | int) -> None:
    notices.tell_followers(
        topics,
        f"catalogue.{kind}",
        subject=dataset.ref,
        address=dataset.get_absolute_url(),
        once=once,
        title=dataset.title.words,
        **values,
    )


FOR_READERS: Final = frozenset({"dataset_new", "dataset_updated", "question_answered"})


def _kind(name: str, title: Text, *, refusable: bool = True) -> NoticeKind:
    for_staff = name not in FOR_READERS
    return NoticeKind(f"catalogue.{name}", title, f"{FOLDER}/{name}", refusable=refusable, for_staff=for_staff)


KINDS = (
    _kind(
        "dataset_proposed",
        Text(
            fr="Un jeu de données attend votre décision",
            nl="Een dataset wacht op uw beslissing",
            de="Ein Datensatz wartet auf Ihre Entscheidung",
            en="A dataset waits for your decision",
        ),
    ),
    _kind(
        "dataset_sent_back",
        Text(
            fr="Votre jeu de données est à compléter",
            nl="Uw dataset moet aangevuld worden",
            de="Ihr Datensatz ist zu ergänzen",
            en="Your dataset needs more work",
        ),
    ),
    _kind(
        "dataset_published",
        Text(
            fr="Votre jeu de données est public",
            nl="Uw dataset is openbaar",
            de="Ihr Datensatz ist veröffentlicht",
            en="Your dataset is public",
        ),
    ),
    _kind(
        "dataset_new",
        Text(
            fr="Nouvelles données sur un lieu que vous suivez",
            nl="Nieuwe data over een plaats die u volgt",
            de="Neue Daten zu einem Ort, dem Sie folgen",
            en="New data about a place you follow",
        ),
    ),
    _kind(
        "version_proposed",
        Text(
            fr="Une nouvelle version attend votre décision",
            nl="Een nieuwe versie wacht op uw beslissing",
            de="Eine neue Version wartet auf Ihre Entscheidung",
            en="A new version waits for your decision",
        ),
    ),
    _kind(
        "dataset_updated",
        Text(
            fr="Un jeu de données que vous suivez a une nouvelle version",
            nl="Een dataset die u volgt heeft een nieuwe versie",
            de="Ein Datensatz, dem Sie folgen, hat eine neue Version",
            en="A dataset you follow has a new version",
        ),
    ),
    _kind(
        "version_failed",
        Text(
            fr="Une source programmée ne répond pas comme prévu",
            nl="Een geplande bron antwoordt niet zoals verwacht",
            de="Eine geplante Quelle antwortet nicht wie erwartet",
            en="A scheduled source does not answer as expected",
        ),
    ),
    _kind(
        "columns_drifted",
        Text(
            fr="Les colonnes d'une source ont changé",
            nl="De kolommen van een bron zijn gewijzigd",
            de="Die Spalten einer Quelle haben sich geändert",
            en="The columns of a source have changed",
        ),
    ),
    _kind(
        "question_asked",
        Text(
            fr="Une question sur vos données",
            nl="Een vraag over uw data",
            de="Eine Frage zu Ihren Daten",
            en="A question about your data",
        ),
    ),
    _kind(
        "question_answered",
        Text(
            fr="La réponse à votre question",
            nl="Het antwoord op uw vraag",
            de="Die Antwort auf Ihre Frage",
            en="The answer to your question",
        ),
        refusable=False,
    ),
    _kind(
        "reuse_added",
        Text(
            fr="Une réutilisation de vos données",
            nl="Een hergebruik van uw data",
            de="Eine Weiterverwendung Ihrer Daten",
            en="A reuse of your data",
        ),
    ),
)
