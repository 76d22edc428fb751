"""What people are told about reports: who sent them, who said "me too", who follows them, who treats them.

Whoever gave only an e-mail address gets the same letters as an account, each once, in her language, not at night.
"""

from __future__ import annotations

from datetime import datetime

from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from perron.bricks.reports.actions.steps.forgetting import topic_of
from perron.bricks.reports.models import Report, Reporter, Update
from perron.bricks.reports.queries import handbooks
from perron.bricks.reports.queries.addresses import desk_page_of, page_of, side_of
from perron.bricks.reports.queries.public import category_of
from perron.bricks.reports.queries.reporters import concerned_by
from perron.bricks.reports.rules import clock
from perron.bricks.reports.rules.finding import topics_about
from perron.bricks.reports.rules.labels import STATES, label
from perron.bricks.reports.rules.masking import mask
from perron.bricks.reports.rules.reasons import sentences
from perron.bricks.reports.rules.states import State
from perron.bricks.reports.rules.telling import is_for_who_treats, kind_for
from perron.kernel import following, notices
from perron.kernel.authorities import authority_by_slug
from perron.kernel.contract import NoticeKind
from perron.kernel.languages import Text, pick
from perron.kernel.places import place_and_ancestors
from perron.kernel.tasks import task

FOLDER = "reports/notices"
Values = dict[str, str | int]


def tell_of_step(update_id: int) -> None:
    """Queue what this step of a story is worth telling, for after the authority's quiet hours."""
    step = Update.objects.select_related("report__authority").get(pk=update_id)
    if kind := kind_for(step.kind, step.state):
        moment = _after_quiet(step.report, timezone.now())
        for reporter in concerned_by(step):
            tell_reporter.not_before(moment)(reporter=reporter.pk, update=step.pk, kind=kind)
    if is_for_who_treats(step.kind, step.by) and step.report.assignee_id is not None:
        tell_assignee.later(update=step.pk)
    if not step.is_internal and step.report.is_public:
        tell_followers.later(update=step.pk)


@task(name="reports.tell_reporter")
def tell_reporter(*, reporter: int, update: int, kind: str) -> None:
    """Tell one person of one step, once. Nothing happens when she was forgotten meanwhile, or wants no letters."""
    person = Reporter.objects.select_related("report__authority", "actor").get(pk=reporter)
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    if person.forgotten_at is not None or not person.wants_mail:
        return
    once, declared = f"step-{step.pk}", f"reports.{kind}"
    if person.actor is not None:
        language = person.actor.language or person.language
        values = _values(step, language, to_reporter=True)
        notices.tell(declared, to=person.actor, subject=step.report.ref, address=side_of(person), once=once, **values)
    elif found := following.subscription_of(person.email, topic_of(person.pk)):
        values = _values(step, person.language, to_reporter=True)
        notices.tell_follower(found, declared, subject=step.report.ref, address=side_of(person), once=once, **values)


@task(name="reports.tell_assignee")
def tell_assignee(*, update: int) -> None:
    """Who treats a report learns what who reported has said."""
    step = Update.objects.select_related("report__authority", "report__assignee").get(pk=update)
    to = step.report.assignee
    if to is None or not to.is_active:
        return
    values = _values(step, to.language or "en", to_reporter=True)
    address = desk_page_of(step.report)
    notices.tell("reports.answered", to=to, subject=step.report.ref, address=address, once=f"step-{step.pk}", **values)


@task(name="reports.tell_followers")
def tell_followers(*, update: int) -> None:
    """Those who follow the report, and of a new one its commune or its kind, learn what strangers may read."""
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    report = step.report
    if not report.is_public:
        return
    topics = [f"thing:{report.ref}"]
    if step.kind == "sent":
        topics.append(f"place:{report.place}")
        topics += topics_about(report.category, place_and_ancestors(report.place))
    followers = {found.pk: found for topic in topics for found in following.followers(topic)}
    for found in followers.values():
        language = (found.actor.language if found.actor else found.language) or "en"
        notices.tell_follower(
            found,
            "reports.followed_report",
            subject=report.ref,
            address=page_of(report),
            once=f"step-{step.pk}",
            **_values(step, language, to_reporter=False),
        )


def _after_quiet(report: Report, moment: datetime) -> datetime:
    return clock.after_quiet(moment, handbooks.of_report(report.handbook_id).quiet)


def _values(step: Update, language: str, *, to_reporter: bool) -> Values:
    """What the words of a notice are made of, in the reader's language."""
    report = step.report
    with translation.override(language):
        category = category_of(report)
        is_question = step.kind in {"question", "answer"}
        words = step.words if to_reporter else "" if is_question else mask(step.words)
        return {
            "code": report.code,
            "category": pick(category.names, language).words if category else report.category,
            "place": report.address,
            "authority": (step.authority or report.authority).name,
            "state": label(STATES, step.state),
            "is_held": int(step.state == State.QUARANTINED),
            "what": _happened(step),
            "words": words,
            "reason": _reason(step),
            "why": "\n".join(sentences(report.routing, _name_of)),
            "due": _day(report.due_at) if report.due_at else "",
        }


def _happened(step: Update) -> str:
    """The step as a sentence, in the active language."""
    facts = step.facts
    if step.kind == "merged":
        return _("It is about the same thing as report %(code)s: what is done there counts for yours.") % {
            "code": facts.get("into", "")
        }
    if step.kind == "reopened":
        return _("It was opened again.")
    if step.kind == "withdrawn":
        return _("Whoever sent it has taken it back.")
    if step.state == State.PLANNED and facts.get("planned_on"):
        day = datetime.fromisoformat(facts["planned_on"]).date()
        return _("It is planned for %(day)s.") % {"day": formats.date_format(day, "DATE_FORMAT")}
    if step.state == State.NOT_OURS and facts.get("because"):
        return _("It is not for this authority. It was sent to: %(who)s") % {"who": facts["because"]}
    return _("It is now: %(state)s.") % {"state": label(STATES, step.state)}


def _reason(step: Update) -> str:
    """Why it was refused, in the authority's words."""
    if step.state != State.REFUSED or not step.facts.get("because"):
        return ""
    written = handbooks.of_report(step.report.handbook_id).refusals
    found = next((one for one in written if one.code == step.facts["because"]), None)
    return pick(found.words).words if found else str(step.facts["because"])


def _day(moment: datetime) -> str:
    return formats.date_format(timezone.localdate(moment), "DATE_FORMAT")


def _name_of(slug: str) -> str:
    return authority_by_slug(slug).name


def _kind(name: str, title: Text, *, refusable: bool = True, for_staff: bool = False) -> NoticeKind:
    return NoticeKind(f"reports.{name}", title, f"{FOLDER}/{name}", refusable=refusable, for_staff=for_staff)


KINDS = (
    _kind(
        "received",
        Text(
            fr="Votre signalement est bien reçu",
            nl="Uw melding is goed ontvangen",
            de="Ihre Meldung ist eingegangen",
            en="Your report was received",
        ),
    ),
    _kind(
        "changed",
        Text(
            fr="Votre signalement avance",
            nl="Nieuws over uw melding",
            de="Neues zu Ihrer Meldung",
            en="News of your report",
        ),
    ),
    _kind(
        "question",
        Text(
            fr="Une question sur votre signalement",
            nl="Een vraag over uw melding",
            de="Eine Frage zu Ihrer Meldung",
            en="A question about your report",
        ),
        refusable=False,
    ),
    _kind(
        "done",
        Text(
            fr="Votre signalement est dit réparé : l’est-il ?",
            nl="Uw melding heet hersteld: klopt dat?",
            de="Ihre Meldung gilt als erledigt: stimmt das?",
            en="Your report is said to be done: is it?",
        ),
    ),
    _kind(
        "transferred",
        Text(
            fr="Votre signalement est chez une autre autorité",
            nl="Uw melding is bij een andere overheid",
            de="Ihre Meldung ist bei einer anderen Behörde",
            en="Your report is with another authority",
        ),
    ),
    _kind(
        "followed_report",
        Text(
            fr="Du neuf sur un signalement ou un lieu que vous suivez",
            nl="Nieuws over een melding of plaats die u volgt",
            de="Neues zu einer Meldung oder einem Ort, dem Sie folgen",
            en="News of a report or a place that you follow",
        ),
    ),
    _kind(
        "answered",
        Text(
            fr="Réponse à un signalement que vous traitez",
            nl="Antwoord bij een melding die u behandelt",
            de="Antwort zu einer Meldung, die Sie bearbeiten",
            en="An answer about a report that you treat",
        ),
        for_staff=True,
    ),
)
