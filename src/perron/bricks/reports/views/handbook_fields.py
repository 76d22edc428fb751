"""Which form a part of the handbook has, and what was typed in it as a part again."""

from __future__ import annotations

from collections.abc import Mapping

from perron.bricks.reports.forms.handbook import Choices, HandbookForm
from perron.bricks.reports.forms.handbook_parts import CategoryForm, RefusalForm, TeamForm, TemplateForm
from perron.bricks.reports.forms.handbook_rules import RuleForm
from perron.bricks.reports.queries.handbooks import live_handbooks
from perron.bricks.reports.queries.managed_places import equipment_sources, managers_here
from perron.bricks.reports.rules.handbook import Category, Handbook, RoutingRule
from perron.bricks.reports.rules.handbook_changes import Kind, Part, parts_of
from perron.bricks.reports.views.desk_frame import choices_of_tree
from perron.bricks.reports.views.handbook_frame import Book, place_name
from perron.kernel.languages import pick
from perron.kernel.places import places_in
from perron.kernel.web.requests import Request


def form_of(request: Request, book: Book, kind: Kind, part: Part | None) -> HandbookForm:
    """The form of a part, filled in when something was sent."""
    data = request.POST if request.method == "POST" else None
    spoken, edit_number = book.authority.languages, book.copy.edit_number
    if kind is Kind.CATEGORIES:
        category = part if isinstance(part, Category) else None
        return CategoryForm(
            data,
            handbook=book.copy.handbook,
            part=category,
            spoken=spoken,
            edit_number=edit_number,
            equipment=equipment_sources(),
        )
    if kind is Kind.RULES:
        files = request.FILES if request.method == "POST" else None
        rule = part if isinstance(part, RoutingRule) else None
        choices = _choices(book, rule)
        return RuleForm(data, files, part=rule, spoken=spoken, edit_number=edit_number, choices=choices)
    forms: dict[Kind, type[HandbookForm]] = {
        Kind.TEAMS: TeamForm,
        Kind.TEMPLATES: TemplateForm,
        Kind.REFUSALS: RefusalForm,
    }
    return forms[kind](data, part=part, spoken=spoken, edit_number=edit_number)


def made(form: HandbookForm, kind: Kind, handbook: Handbook) -> Part:
    """What was typed, as a part; a new one gets a code that no other has."""
    taken = [one.code for one in parts_of(handbook, kind)]
    if isinstance(form, CategoryForm):
        return form.category()
    if isinstance(form, RuleForm):
        return form.rule(taken)
    if isinstance(form, TeamForm):
        return form.team(taken)
    if isinstance(form, TemplateForm):
        return form.template(taken)
    assert isinstance(form, RefusalForm)
    return form.reason(taken)


def _choices(book: Book, rule: RoutingRule | None) -> Mapping[str, Choices]:
    """What a rule may name. What it names already stays, also when it would not be offered any more."""
    handbook, when = book.copy.handbook, rule.when if rule else None
    inside = places_in(book.authority.place_id) if book.authority.place_id else ()
    places = dict.fromkeys([*(inside if len(inside) > 1 else ()), *(when.places if when else ())])
    managers = dict.fromkeys([*managers_here(), *(when.managers if when else ())])
    others = [slug for slug in live_handbooks() if slug != book.authority.slug]
    named = [rule.then.authority] if rule and rule.then.authority and rule.then.authority not in others else []
    return {
        "categories": _groups_and_leaves(handbook),
        "places": [(code, name) for name, code in sorted((place_name(code), code) for code in places)],
        "managers": [(slug, book.authorities.get(slug, slug)) for slug in managers],
        "team": [("", "—"), *((team.code, pick(team.names).words) for team in handbook.teams)],
        "authority": [("", "—"), *((slug, book.authorities.get(slug, slug)) for slug in (*others, *named))],
        "category": [("", "—"), *_others_categories(book, [*others, *named], rule)],
    }


def _groups_and_leaves(handbook: Handbook) -> list[tuple[str, object]]:
    """Each group, and below it what is in it."""
    found: list[tuple[str, object]] = []
    for words, below in choices_of_tree(handbook):
        if not isinstance(below, list):
            found.append((words, below))
            continue
        group = next((one for one in handbook.categories if pick(one.names).words == words), None)
        whole = [(group.code, f"{words} ({len(below)})")] if group else []
        found.append((words, [*whole, *below]))
    return found


def _others_categories(book: Book, slugs: list[str], rule: RoutingRule | None) -> list[tuple[str, object]]:
    """The categories of the other authorities that ours does not have, by authority."""
    ours, live = book.copy.handbook.by_code, live_handbooks()
    found: list[tuple[str, object]] = []
    for slug in slugs[:40]:
        theirs = [one for one in (live[slug].leaf_categories if slug in live else ()) if one.code not in ours]
        if theirs:
            lines = [(one.code, pick(one.names).words) for one in theirs]
            found.append((book.authorities.get(slug, slug), lines))
    named = rule.then.category if rule else ""
    known = {code for _, lines in found if isinstance(lines, list) for code, _words in lines}
    return [*found, (named, named)] if named and named not in known else found
