"""Whoever reported, said "me too" or follows: each told once, in her language."""

from __future__ import annotations

from perron.bricks.reports.actions.steps.forgetting import topic_of
from perron.bricks.reports.models import Reporter, Update
from perron.bricks.reports.notices.words import values_of
from perron.bricks.reports.queries.addresses import page_of, side_of
from perron.bricks.reports.rules import telling
from perron.bricks.reports.rules.finding import topics_about, topics_around
from perron.kernel import following, notices
from perron.kernel.places import place_and_ancestors
from perron.kernel.tasks import task


@task(name="reports.tell_reporter")
def tell_reporter(*, reporter: int, update: int, kind: str) -> None:
    """Tell one person of one step, once. Nothing happens when she was forgotten meanwhile, or wants no letters."""
    person = Reporter.objects.select_related("report__authority", "actor").get(pk=reporter)
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    if person.forgotten_at is not None or not person.wants_mail:
        return
    once, declared = f"step-{step.pk}", f"reports.{kind}"
    is_hers = person.is_first and person.report_id == step.report_id  # others read what strangers do
    if person.actor is not None:
        language = person.actor.language or person.language
        values = values_of(step, language, to_reporter=is_hers)
        notices.tell(declared, to=person.actor, subject=step.report.ref, address=side_of(person), once=once, **values)
    elif found := following.subscription_of(person.email, topic_of(person.pk)):
        values = values_of(step, person.language, to_reporter=is_hers)
        notices.tell_follower(found, declared, subject=step.report.ref, address=side_of(person), once=once, **values)


@task(name="reports.tell_followers")
def tell_followers(*, update: int) -> None:
    """Those who follow the report, the street around it, and of a new one its commune or its kind, learn what strangers
    may read: each once, whatever else they follow.
    """
    step = Update.objects.select_related("report__authority", "authority").get(pk=update)
    report = step.report
    if not report.is_public:
        return
    is_new = step.kind in telling.NEW
    topics = [f"thing:{report.ref}"]
    if is_new:
        topics.append(f"place:{report.place}")
        topics += topics_about(report.category, place_and_ancestors(report.place))
    if is_new or step.kind in telling.CHANGES:
        topics += topics_around(report.category, report.longitude, report.latitude, is_new=is_new)
    readers = {found.actor_id or found.email: found for found in reversed(following.followers(*topics))}
    for found in readers.values():
        language = (found.actor.language if found.actor else found.language) or "en"
        notices.tell_follower(
            found,
            "reports.followed_report",
            subject=report.ref,
            address=page_of(report),
            once=f"step-{step.pk}",
            **values_of(step, language, to_reporter=False),
        )
