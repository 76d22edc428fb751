"""`perron authority`: list the authorities, make one, give it host names and staff, end it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from perron.kernel import authority_actions, staff, staff_actions
from perron.kernel.actors import actor_by_email, command_line
from perron.kernel.authorities import Authority, AuthorityKind, authority_by_slug
from perron.kernel.authority_actions import NewAuthority
from perron.kernel.contract import Role
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES

Options = dict[str, Any]  # argparse's values


class Command(BaseCommand):
    """One word more says what to do; each has its own help."""

    help = "Authorities: list them, make one, give it host names and staff, end it."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        words.add_parser("list", help="show all authorities")
        create = words.add_parser("create", help="make an authority")
        create.add_argument("slug", help="its address, such as my-town")
        create.add_argument("--kind", required=True, choices=AuthorityKind.values)
        for language in LANGUAGES:
            create.add_argument(f"--{language}", default="", help=f"its name ({language})")
        create.add_argument("--languages", required=True, help="those it speaks, the first one first: fr,nl")
        create.add_argument("--place", help="its territory, as an NIS code")
        create.add_argument("--enterprise-number", default="")
        for word, line in WITH_HOST.items():
            self._on_authority(words, word, line).add_argument("host")
        grant = self._on_authority(words, "grant", "give a person a role, in place of the one held before")
        grant.add_argument("email")
        grant.add_argument("role", choices=[role.value for role in Role])
        self._on_authority(words, "withdraw", "take a person's role away").add_argument("email")
        for word, line in ON_ITS_OWN.items():
            self._on_authority(words, word, line)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(WORDS[options["word"]](options))
        except Refused as refused:
            raise CommandError(f"{refused} {refused.what_to_do()}".strip()) from refused

    def _on_authority(self, words: Any, word: str, line: str) -> CommandParser:  # argparse names no type for `words`
        parser: CommandParser = words.add_parser(word, help=line)
        parser.add_argument("slug", help="the authority's address")
        return parser


def _list(_options: Options) -> str:
    lines = [
        f"{one.slug:<40} {one.kind:<22} {'' if one.is_active else 'ended':<6} {one.name}"
        for one in Authority.objects.all()
    ]
    return "\n".join(lines) or "There is no authority yet: perron authority create --help"


def _create(options: Options) -> str:
    new = NewAuthority(
        slug=options["slug"],
        kind=AuthorityKind(options["kind"]),
        names={language: options[language] for language in LANGUAGES},
        languages=tuple(options["languages"].split(",")),
        place_id=options["place"],
        enterprise_number=options["enterprise_number"],
    )
    return f"{authority_actions.create_authority(actor=command_line(), new=new).slug} is there, at /~{new.slug}/."


def _staff(options: Options) -> str:
    lines = [f"{member.actor.email:<40} {member.role}" for member in staff.staff_of(_authority(options))]
    return "\n".join(lines) or "Nobody works for it yet: perron authority grant SLUG EMAIL ROLE"


def _grant(options: Options) -> str:
    person, role = actor_by_email(options["email"]), Role(options["role"])
    staff_actions.grant_role(
        actor=command_line(), person=person, authority=_authority(options), role=role, at=timezone.now()
    )
    return f"{person.email} is {role} of {options['slug']}."


def _withdraw(options: Options) -> str:
    person = actor_by_email(options["email"])
    staff_actions.withdraw_role(actor=command_line(), person=person, authority=_authority(options))
    return f"{person.email} has no role at {options['slug']} any more."


def _add_host(options: Options) -> str:
    held = authority_actions.add_host(actor=command_line(), authority=_authority(options), host=options["host"])
    return f"{held.host} leads to {options['slug']}."


def _remove_host(options: Options) -> str:
    authority_actions.remove_host(actor=command_line(), authority=_authority(options), host=options["host"])
    return f"{options['host']} does not lead to {options['slug']} any more."


def _end(options: Options) -> str:
    authority_actions.end_authority(actor=command_line(), authority=_authority(options))
    return f"{options['slug']} is not served any more. Nothing was deleted."


def _resume(options: Options) -> str:
    authority_actions.resume_authority(actor=command_line(), authority=_authority(options))
    return f"{options['slug']} is served again."


def _authority(options: Options) -> Authority:
    return authority_by_slug(options["slug"])


WITH_HOST = {"add-host": "serve it under a host name too", "remove-host": "stop serving it under a host name"}
ON_ITS_OWN = {
    "staff": "show who works for it",
    "end": "stop serving it; nothing is deleted",
    "resume": "serve it again",
}
WORDS: dict[str, Callable[[Options], str]] = {
    "list": _list,
    "create": _create,
    "staff": _staff,
    "grant": _grant,
    "withdraw": _withdraw,
    "add-host": _add_host,
    "remove-host": _remove_host,
    "end": _end,
    "resume": _resume,
}
