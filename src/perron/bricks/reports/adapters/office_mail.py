"""A report as a plain letter to an office that works with e-mail."""

from __future__ import annotations

from django.core.mail import EmailMessage


def write_to_office(to: str, *, name: str, subject: str, words: str, reply_to: str, language: str) -> None:
    """Hand the letter to the mail server. `name` makes the Message-ID: sent twice, it is recognised as the same.

    Raises OSError or SMTPException, to be tried again.
    """
    headers = {"Message-ID": f"<{name}>", "Auto-Submitted": "auto-generated", "Content-Language": language}
    answers = [reply_to] if reply_to else []
    EmailMessage(" ".join(subject.split()), words, to=[to], reply_to=answers, headers=headers).send()
