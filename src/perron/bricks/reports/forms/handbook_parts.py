"""The forms of the plain parts of a handbook: a category, its questions, a team, a reply template, a refusal reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from perron.bricks.reports.forms.handbook import Group, HandbookForm, Said, choices_of, lines_of
from perron.bricks.reports.rules import labels
from perron.bricks.reports.rules.handbook import (
    Audience,
    Category,
    Datatype,
    Emergency,
    Handbook,
    Letters,
    Photos,
    Question,
    RefusalReason,
    ReplyTemplate,
    ServiceLevel,
    Team,
    Unit,
    Value,
)
from perron.bricks.reports.rules.handbook_changes import Part, new_code
from perron.bricks.reports.rules.handbook_words import AUDIENCES, LETTERS, PHOTOS, UNITS
from perron.kernel.languages import LANGUAGES, Text, pick

PHONE: Final = re.compile(r"[+0-9 ./()-]{2,30}")
DATATYPES: Final[Mapping[str, Text]] = {
    Datatype.STRING: Text(fr="Une ligne de texte", nl="Eén regel tekst", de="Eine Zeile Text", en="One line of text"),
    Datatype.TEXT: Text(fr="Un texte plus long", nl="Een langere tekst", de="Ein längerer Text", en="A longer text"),
    Datatype.NUMBER: Text(fr="Un nombre", nl="Een getal", de="Eine Zahl", en="A number"),
    Datatype.DATETIME: Text(
        fr="Une date et une heure", nl="Een datum en uur", de="Datum und Uhrzeit", en="A date and time"
    ),
    Datatype.SINGLE: Text(
        fr="Une réponse d’une liste",
        nl="Eén antwoord uit een lijst",
        de="Eine Antwort aus einer Liste",
        en="One answer of a list",
    ),
    Datatype.MULTI: Text(
        fr="Plusieurs réponses d’une liste",
        nl="Meerdere antwoorden uit een lijst",
        de="Mehrere Antworten aus einer Liste",
        en="Several answers of a list",
    ),
}
WITH_VALUES: Final = (Datatype.SINGLE, Datatype.MULTI)


class CategoryForm(HandbookForm):
    """A category, or a group of categories."""

    SAID = (
        Said("names", _("Name"), longest=200),
        Said("description", _("What belongs here"), rows=2),
        Said("keywords", _("Words that people use for it"), longest=1000, help=_("Separate them by commas.")),
        Said("notice", _("Notice to whoever chooses it"), rows=2),
        Said("emergency", _("What to do first"), rows=2),
    )
    NEEDED = frozenset({"names"})
    GROUPS = (
        Group("", ("names", "parent", "audience", "team", "priority", "term_amount", "term_unit")),
        Group(_("Words for the sender"), ("description", "keywords", "notice"), is_folded=True),
        Group(_("Danger: the telephone first"), ("emergency_phone", "emergency"), is_folded=True),
        Group(_("What strangers see"), ("photos", "is_private", "needs_moderation"), is_folded=True),
        Group(_("Equipment"), ("equipment",), is_folded=True),
    )
    parent = forms.ChoiceField(label=_("In the group"), required=False)
    audience = forms.ChoiceField(
        label=_("Who may choose it"), choices=lambda: choices_of(AUDIENCES), initial=Audience.PUBLIC
    )
    team = forms.ChoiceField(label=_("Team"), required=False)
    priority = forms.ChoiceField(label=_("Priority"), choices=lambda: choices_of(labels.PRIORITIES), initial="2")
    term_amount = forms.IntegerField(
        label=_("Done within"),
        required=False,
        min_value=1,
        max_value=1000,
        help_text=_("Leave it empty to promise nothing."),
    )
    term_unit = forms.ChoiceField(label=_("Counted in"), choices=lambda: choices_of(UNITS), initial=Unit.WORKING_DAYS)
    emergency_phone = forms.RegexField(
        PHONE,
        label=_("Number to call first"),
        required=False,
        help_text=_("The form asks to call this number before anything is sent."),
    )
    photos = forms.ChoiceField(label=_("Photos"), choices=lambda: choices_of(PHOTOS), initial=Photos.PUBLIC)
    is_private = forms.BooleanField(label=_("Reports of this category are never public"), required=False)
    needs_moderation = forms.BooleanField(label=_("Somebody looks before it is public"), required=False)
    equipment = forms.MultipleChoiceField(
        label=_("It is about things of these lists"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The nearest thing within 10 m says who treats it, when it has its own manager."),
    )

    def __init__(
        self,
        data: Any,  # noqa: ANN401  as Django hands it on
        *,
        handbook: Handbook,
        part: Category | None,
        spoken: Iterable[str],
        edit_number: int,
        equipment: Iterable[str] = (),
    ) -> None:
        self.handbook = handbook
        super().__init__(data, part=part, spoken=spoken, edit_number=edit_number)
        own = part.code if part else ""
        groups = [
            one for one in handbook.categories if own not in handbook.with_parents(one.code) and not one.replaced_by
        ]
        teams = [(team.code, pick(team.names).words) for team in handbook.teams]
        sources = sorted({*equipment, *(part.equipment if part else ())})
        values: dict[str, list[tuple[str, object]]] = {
            "parent": [
                ("", _("No group")),
                *((one.code, pick(one.names).words) for one in groups if _may_hold(handbook, one)),
            ],
            "team": [("", _("No team")), *teams],
            "equipment": [(source, source) for source in sources],
        }
        for name, choices in values.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # choice fields

    def groups(self) -> tuple[Group, ...]:
        """Without the equipment where none was loaded."""
        return self.GROUPS if self.fields["equipment"].choices else self.GROUPS[:-1]  # type: ignore[attr-defined]  # a choice field

    def initial_of(self, part: Part) -> dict[str, object]:
        """The category as it is."""
        assert isinstance(part, Category)
        level, emergency = part.service_level, part.emergency
        return {
            "parent": part.parent,
            "audience": part.audience,
            "team": part.team,
            "priority": str(part.priority),
            "photos": part.photos,
            "is_private": part.is_private,
            "needs_moderation": part.needs_moderation,
            "equipment": part.equipment,
            "term_amount": level.amount if level else None,
            "term_unit": level.unit if level else Unit.WORKING_DAYS,
            "emergency_phone": emergency.phone if emergency else "",
            **{f"emergency_{code}": words for code, words in (emergency.words if emergency else {}).items()},
            **{f"keywords_{code}": ", ".join(words) for code, words in part.keywords.items()},
        }

    def category(self) -> Category:
        """What was typed; questions and position stay as they are."""
        kept, names = self.cleaned_data, self.texts("names")
        start = (
            self.part if isinstance(self.part, Category) else Category(new_code(names, self.handbook.by_code), names)
        )
        return replace(
            start,
            names=names,
            description=self.texts("description"),
            notice=self.texts("notice"),
            keywords={code: lines_of(words) for code, words in self.texts("keywords").items()},
            parent=kept["parent"],
            audience=Audience(kept["audience"]),
            team=kept["team"],
            priority=int(kept["priority"]),
            service_level=ServiceLevel(kept["term_amount"], Unit(kept["term_unit"])) if kept["term_amount"] else None,
            emergency=Emergency(kept["emergency_phone"], self.texts("emergency")) if kept["emergency_phone"] else None,
            photos=Photos(kept["photos"]),
            is_private=kept["is_private"],
            needs_moderation=kept["needs_moderation"],
            equipment=tuple(kept["equipment"]),
        )


def _may_hold(handbook: Handbook, one: Category) -> bool:
    """Whether others may be put below it: a group, or one at the top that nothing is reported under yet."""
    return one.code in handbook.groups or (not one.parent and not one.team and not one.questions)


class QuestionForm(HandbookForm):
    """One more question to the sender. Lists have one answer per line."""

    SAID = (
        Said("names", _("Question"), longest=300),
        Said("help", _("Help"), rows=2),
        Said("values", _("Answers to choose from, one per line"), rows=4),
    )
    NEEDED = frozenset({"names"})
    GROUPS = (Group("", ("names", "datatype", "values", "required", "help")),)
    datatype = forms.ChoiceField(label=_("Kind of answer"), choices=lambda: choices_of(DATATYPES))
    required = forms.BooleanField(label=_("An answer is needed"), required=False)

    def __init__(
        self,
        data: Any,  # noqa: ANN401  as Django hands it on
        *,
        category: Category,
        question: Question | None,
        spoken: Iterable[str],
        edit_number: int,
    ) -> None:
        self.category, self.question = category, question
        super().__init__(data, part=category, spoken=spoken, edit_number=edit_number)

    def _initial(self, edit_number: int) -> dict[str, object]:
        start = super()._initial(edit_number)
        start = {name: value for name, value in start.items() if name in ("edit_number", "seen")}
        one = self.question
        if one is None:
            return start
        texts = {f"names_{code}": words for code, words in one.names.items()}
        texts |= {f"help_{code}": words for code, words in one.help.items()}
        for code in LANGUAGES:
            texts[f"values_{code}"] = "\n".join(value.names.get(code, "") for value in one.values).strip("\n")
        return {**start, **texts, "datatype": one.datatype, "required": one.required}

    def clean(self) -> dict[str, Any]:  # Django's values
        """A list has answers, as many in each language that says them."""
        kept = super().clean()
        counts = {code: len(words.splitlines()) for code, words in self.texts("values").items()}
        if kept.get("datatype") in WITH_VALUES and not counts:
            self.add_error(f"values_{self.spoken[0]}", _("Write at least one answer."))
        elif len(set(counts.values())) > 1:
            self.add_error(f"values_{self.spoken[0]}", _("Write the same number of answers in each language."))
        return kept

    def answer(self) -> Question:
        """The question as it was typed."""
        kept, names = self.cleaned_data, self.texts("names")
        taken = (one.code for one in self.category.questions)
        return Question(
            code=self.question.code if self.question else new_code(names, taken),
            names=names,
            datatype=Datatype(kept["datatype"]),
            required=kept["required"],
            help=self.texts("help"),
            values=self._values() if kept["datatype"] in WITH_VALUES else (),
        )

    def _values(self) -> tuple[Value, ...]:
        """One per line; an answer that was there keeps its key, so that reports still say it."""
        lines = {code: words.splitlines() for code, words in self.texts("values").items()}
        known = list(self.question.values) if self.question else []
        taken = {value.key for value in known}
        found = []
        for at in range(max(map(len, lines.values()), default=0)):
            names = {code: line[at].strip() for code, line in lines.items() if line[at].strip()}
            same = next((one.key for one in known if set(one.names.items()) & set(names.items())), None)
            key = same or new_code(names, taken)
            taken.add(key)
            found.append(Value(key, names))
        return tuple(found)


class TeamForm(HandbookForm):
    """A team."""

    SAID = (Said("names", _("Name"), longest=200),)
    NEEDED = frozenset({"names"})
    GROUPS = (Group("", ("names", "email", "letters")),)
    email = forms.EmailField(
        label=_("E-mail address of the team"), required=False, help_text=_("An office's address, not a person's.")
    )
    letters = forms.ChoiceField(
        label=_("Letters to this address"), choices=lambda: choices_of(LETTERS), initial=Letters.AT_ONCE
    )

    def initial_of(self, part: Part) -> dict[str, object]:
        """The team as it is."""
        return {"email": part.email, "letters": part.letters} if isinstance(part, Team) else {}

    def team(self, taken: Iterable[str]) -> Team:
        """What was typed."""
        names = self.texts("names")
        code = self.part.code if self.part else new_code(names, taken)
        return Team(code, names, self.cleaned_data["email"], Letters(self.cleaned_data["letters"]))


class TemplateForm(HandbookForm):
    """Words that agents start from."""

    SAID = (
        Said("names", _("What it is called on the desk"), longest=200),
        Said("words", _("Words to the sender"), rows=5),
    )
    NEEDED = frozenset({"names", "words"})
    GROUPS = (Group("", ("names", "words", "states")),)
    states = forms.MultipleChoiceField(
        label=_("Proposed when a report becomes"),
        required=False,
        choices=lambda: choices_of(labels.STATES),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to propose it always."),
    )

    def initial_of(self, part: Part) -> dict[str, object]:
        """The template as it is."""
        return {"states": part.states} if isinstance(part, ReplyTemplate) else {}

    def template(self, taken: Iterable[str]) -> ReplyTemplate:
        """What was typed."""
        names = self.texts("names")
        code = self.part.code if self.part else new_code(names, taken)
        return ReplyTemplate(code, names, self.texts("words"), tuple(self.cleaned_data["states"]))


class RefusalForm(HandbookForm):
    """Why a report may be refused."""

    SAID = (Said("words", _("Reason, as the sender reads it"), rows=3),)
    NEEDED = frozenset({"words"})
    GROUPS = (Group("", ("words",)),)

    def reason(self, taken: Iterable[str]) -> RefusalReason:
        """What was typed."""
        words = self.texts("words")
        return RefusalReason(self.part.code if self.part else new_code(words, taken), words)
