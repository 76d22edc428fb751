"""How the desk and the handbook of an authority are reached: what each address needs, made on the spot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from perron.bricks.reports.actions.connections import ToTool, connect
from perron.bricks.reports.actions.forwarding import forward
from perron.bricks.reports.actions.handbooks import edit_draft
from perron.bricks.reports.actions.keys import make_key
from perron.bricks.reports.actions.transfers import offer
from perron.bricks.reports.actions.views import keep_view
from perron.bricks.reports.actions.webhooks import add_webhook
from perron.bricks.reports.models import Handbook, Report, TeamMember
from perron.bricks.reports.queries.handbooks import draft_of
from perron.bricks.reports.rules.handbook import Handbook as Written
from perron.bricks.reports.rules.handbook import Question, RoutingRule, Then, When
from perron.bricks.reports.tests.factories import (
    HERE,
    NOON,
    THERE,
    a_handbook,
    a_member,
    a_photo,
    a_place,
    a_report,
    a_serving_authority,
    an_editor_of,
)
from perron.kernel.actors import Actor
from perron.kernel.authorities import Authority
from perron.kernel.contract import Role
from perron.kernel.testing.factories import an_agent_of, with_second_factor

Way = Callable[[Authority], dict[str, object]]


def _served(authority: Authority) -> Authority:
    """The same authority, open for reports."""
    if not Handbook.objects.filter(authority=authority).exists():
        authority.place_id = a_place(*HERE)
        authority.save()
        a_handbook(authority)
    return authority


def _itself(authority: Authority) -> dict[str, object]:
    return {"authority": _served(authority).slug}


def _report_of(authority: Authority) -> Report:
    return a_report(_served(authority), photos=(a_photo(covers=((0.0, 0.0, 0.5, 0.5),)),))


def _report(authority: Authority) -> dict[str, object]:
    return {"authority": authority.slug, "code": _report_of(authority).code}


def _two(authority: Authority) -> dict[str, object]:
    return {**_report(authority), "other": _report_of(authority).code}


def _act(authority: Authority) -> dict[str, object]:
    return {**_report(authority), "act": "note"}


def _photo(authority: Authority) -> dict[str, object]:
    report = _report_of(authority)
    return {"authority": authority.slug, "code": report.code, "pk": report.photos.get().pk}


def _view(authority: Authority) -> dict[str, object]:
    """Of whoever works there; another's is not found, like none."""
    agent = an_agent_of(_served(authority))
    view = keep_view(actor=agent, authority=authority, name="Mine", question="", is_shared=True, at=NOON)
    return {"authority": authority.slug, "pk": view.pk}


def _offered(authority: Authority) -> dict[str, object]:
    elsewhere = a_serving_authority(place_id=a_place(*THERE))
    report = a_report(elsewhere, longitude=THERE[0], latitude=THERE[1])
    offer(actor=an_agent_of(report.authority), report=report, to=_served(authority), reason="Yours", at=NOON)
    return {"authority": authority.slug, "code": report.code}


def _offered_photo(authority: Authority) -> dict[str, object]:
    elsewhere = a_serving_authority(place_id=a_place(*THERE))
    report = a_report(elsewhere, longitude=THERE[0], latitude=THERE[1], photos=(a_photo(),))
    offer(actor=an_agent_of(report.authority), report=report, to=_served(authority), reason="Yours", at=NOON)
    return {"authority": authority.slug, "code": report.code, "pk": report.photos.get().pk}


def _forwarding(authority: Authority) -> dict[str, object]:
    report = _report_of(authority)
    found = forward(
        actor=an_agent_of(authority),
        report=report,
        to_name="Roads Ltd",
        to_email="works@example.org",
        language="fr",
        note="",
        days=30,
        at=NOON,
    )
    return {"authority": authority.slug, "code": report.code, "pk": found.pk}


def _draft(authority: Authority) -> dict[str, object]:
    def change(book: Written) -> Written:
        asked = (Question("side", {"fr": "Côté ?"}),)
        categories = tuple(replace(one, questions=asked) if one.code == "hole" else one for one in book.categories)
        rules = (RoutingRule("night", When(channels=("phone",)), Then(team="roads")),)
        return replace(book, categories=categories, rules=rules)

    if draft_of(authority):
        return {"authority": authority.slug}
    edit_draft(actor=an_editor_of(_served(authority)), authority=authority, change=change, edit_number=0, at=NOON)
    return {"authority": authority.slug}


def _version(authority: Authority) -> dict[str, object]:
    if not Handbook.objects.filter(authority=_served(authority), number=2).exists():
        a_handbook(authority, number=2, state="past", live_until=NOON)
    return {"authority": authority.slug, "number": 2}


def _team(authority: Authority) -> dict[str, object]:
    a_member(_served(authority))
    return {"authority": authority.slug, "code": "roads"}


def _member(authority: Authority) -> dict[str, object]:
    return {**_team(authority), "pk": TeamMember.objects.filter(authority=authority).latest("pk").pk}


def _category(authority: Authority) -> dict[str, object]:
    return {**_draft(authority), "code": "hole"}


def _question(authority: Authority) -> dict[str, object]:
    return {**_category(authority), "question": "side"}


def _kind(authority: Authority) -> dict[str, object]:
    return {**_draft(authority), "kind": "rules"}


def _part(authority: Authority) -> dict[str, object]:
    return {**_kind(authority), "code": "night"}


def _administrator(authority: Authority) -> Actor:
    return with_second_factor(an_agent_of(authority, role=Role.ADMINISTRATOR))


def _key(authority: Authority) -> dict[str, object]:
    made = make_key(actor=_administrator(_served(authority)), authority=authority, name="App", at=NOON)
    return {"authority": authority.slug, "pk": made.key.pk}


def _webhook(authority: Authority) -> dict[str, object]:
    actor = _administrator(_served(authority))
    made = add_webhook(actor=actor, authority=authority, url="https://hear.example", names=(), at=NOON)
    return {"authority": authority.slug, "pk": made.pk}


def _tool(authority: Authority) -> dict[str, object]:
    """One that cannot be reached: addresses of a private network are refused before anything is asked."""
    actor = _administrator(_served(authority))
    connect(actor=actor, authority=authority, to=ToTool("open311", "http://127.0.0.1:9/"))
    return {"authority": authority.slug}


ADDRESSES: dict[str, Way] = {
    f"reports:{name}": way
    for name, way in {
        "round_tell": _report,
        **dict.fromkeys(
            (
                "round",
                "round_worker",
                "round_ready",
                "desk",
                "desk_map",
                "desk_export",
                "desk_many",
                "desk_new",
                "desk_new_help",
                "desk_moderation",
                "desk_colleagues",
                "desk_views",
                "desk_transfers",
                "desk_orders",
                "handbook",
                "handbook_close",
                "handbook_settings",
                "handbook_import",
                "handbook_export",
                "handbook_trial",
                "handbook_versions",
            ),
            _itself,
        ),
        **dict.fromkeys(("desk_connections", "desk_new_key", "desk_new_webhook"), _itself),
        "desk_revoke_key": _key,
        **dict.fromkeys(("desk_webhook", "desk_webhook_act", "desk_remove_webhook"), _webhook),
        **dict.fromkeys(("desk_tool", "desk_tool_categories", "desk_disconnect_tool"), _tool),
        **dict.fromkeys(("desk_handover", "desk_accept", "desk_send_back"), _offered),
        "desk_handover_picture": _offered_photo,
        **dict.fromkeys(("desk_report", "desk_now", "desk_order"), _report),
        "desk_end_forwarding": _forwarding,
        **dict.fromkeys(("desk_photo", "desk_picture", "desk_hide_photo", "desk_show_photo", "desk_original"), _photo),
        "desk_forget_view": _view,
        "desk_compare": _two,
        "desk_act": _act,
        **dict.fromkeys(("handbook_live", "handbook_discard"), _draft),
        **dict.fromkeys(("handbook_version", "handbook_roll_back"), _version),
        "handbook_members": _team,
        **dict.fromkeys(("handbook_leave", "handbook_away"), _member),
        "handbook_new_question": _category,
        **dict.fromkeys(("handbook_question", "handbook_remove_question"), _question),
        **dict.fromkeys(("handbook_parts", "handbook_new_part"), _kind),
        **dict.fromkeys(("handbook_part", "handbook_move", "handbook_remove"), _part),
    }.items()
}
