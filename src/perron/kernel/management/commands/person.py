"""`perron person`: make accounts and operators, help who is locked out, close an account."""

from __future__ import annotations

from collections.abc import Callable
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from perron.kernel import actor_actions, address_proof, staff
from perron.kernel.actors import actor_by_email, all_actors, command_line
from perron.kernel.errors import Refused
from perron.kernel.languages import LANGUAGES

Options = dict[str, Any]  # argparse's values


class Command(BaseCommand):
    """One word more says what to do; each has its own help."""

    help = "Accounts: make one, make an operator, reset a lost second factor, close one."

    def add_arguments(self, parser: CommandParser) -> None:
        words = parser.add_subparsers(dest="word", required=True, metavar="WORD")
        words.add_parser("operators", help="show who operates this installation")
        for word, line in ON_A_PERSON.items():
            words.add_parser(word, help=line).add_argument("email")
        create: CommandParser = words.choices["create"]
        create.add_argument("--name", default="")
        create.add_argument("--language", default="", choices=["", *LANGUAGES])
        create.add_argument("--password", action="store_true", help="ask for a password; else one is set by mail")
        for word in ("code", "reset-second-factor", "close"):
            words.choices[word].add_argument("--reason", required=True, help="kept in the log")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(WORDS[options["word"]](options))
        except Refused as refused:
            raise CommandError(f"{refused} {refused.what_to_do()}".strip()) from refused


def _operators(_options: Options) -> str:
    operators = all_actors().filter(is_operator=True, is_active=True)
    return "\n".join(one.email for one in operators) or "Nobody yet: perron person make-operator EMAIL"


def _show(options: Options) -> str:
    person = actor_by_email(options["email"])
    state = "may sign in" if person.is_active else "closed"
    roles = [f"{held.role} of {held.authority.slug}" for held in staff.roles_of(person)]
    return "\n".join([f"{person.email} {person.name}: {state}", *(["operator"] if person.is_operator else []), *roles])


def _create(options: Options) -> str:
    person = actor_actions.create_person(
        actor=command_line(),
        email=options["email"],
        name=options["name"],
        language=options["language"],
        password=_asked_password() if options["password"] else None,
    )
    way_in = "" if options["password"] else " A password is chosen by “I forgot my password” on the sign-in page."
    return f"{person.email} has an account.{way_in}"


def _asked_password() -> str:
    password = getpass("Password (12 characters or more): ")
    try:
        validate_password(password)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages)) from refused
    return password


def _make_operator(options: Options) -> str:
    person = actor_by_email(options["email"])
    actor_actions.make_operator(actor=command_line(), person=person)
    return f"{person.email} operates this installation."


def _withdraw_operator(options: Options) -> str:
    person = actor_by_email(options["email"])
    actor_actions.withdraw_operator(actor=command_line(), person=person)
    return f"{person.email} does not operate this installation any more."


def _code(options: Options) -> str:
    person = actor_by_email(options["email"])
    code = actor_actions.give_address_code(actor=command_line(), person=person, reason=options["reason"])
    minutes = address_proof.GOOD_FOR.seconds // 60
    return f"{code} proves the address of {person.email} for {minutes} minutes. Give it to her alone."


def _reset(options: Options) -> str:
    person = actor_by_email(options["email"])
    count = actor_actions.reset_second_factor(actor=command_line(), person=person, reason=options["reason"])
    return f"{count} second factors of {person.email} are removed, and all sessions ended."


def _close(options: Options) -> str:
    person = actor_by_email(options["email"])
    actor_actions.close_account(actor=command_line(), person=person, reason=options["reason"])
    return f"{person.email} cannot sign in any more."


ON_A_PERSON = {
    "show": "show an account and its roles",
    "create": "make an account for somebody whose address you know to be theirs",
    "make-operator": "let somebody operate this installation",
    "withdraw-operator": "take that right away",
    "code": "give a code to somebody of the staff who cannot read hers by mail, to add a second factor",
    "reset-second-factor": "help somebody who lost every second factor",
    "close": "stop somebody from signing in",
}
WORDS: dict[str, Callable[[Options], str]] = {
    "operators": _operators,
    "show": _show,
    "create": _create,
    "make-operator": _make_operator,
    "withdraw-operator": _withdraw_operator,
    "code": _code,
    "reset-second-factor": _reset,
    "close": _close,
}
