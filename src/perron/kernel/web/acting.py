"""Forms whose sending is an act: a refusal that the person can mend is said in the form, beside what was typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms

from perron.kernel.errors import Refused

T = TypeVar("T")
ELSEWHERE = {401, 403, 404}  # who may not be here at all gets the page of the refusal


class ActingForm(forms.Form):
    """A form that carries out its act itself, so that views need no `try` and a refused form keeps what was typed.

    `FIELDS` says at which field a refusal is shown, by its code; others stand above the form.
    """

    FIELDS: ClassVar[Mapping[str, str]] = {}
    refusal: Refused | None = None

    def carry_out(self, act: Callable[[], T]) -> T | None:
        """What the act gives, when what was typed is right and nothing refuses it; else None, and the form says why.

        Raises refusals that no correction of the form can mend (sign in first, not yours, not found).
        """
        if not self.is_valid():
            return None
        try:
            return act()
        except Refused as refused:
            if refused.status in ELSEWHERE:
                raise
            self.refusal = refused
            field = self.FIELDS.get(refused.code)
            self.add_error(field if field in self.fields else None, f"{refused} {refused.what_to_do()}".strip())
            return None

    @property
    def status(self) -> int:
        """The status of the page that shows the form: 200, 422 when something typed is wrong, else the refusal's."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.errors else 200


def with_edit_number(data: Any, edit_number: int) -> Any:  # noqa: ANN401  what a form was sent
    """The same answers, made from another edit: so that saving once more is meant to replace what others saved."""
    changed = data.copy()
    changed["edit_number"] = edit_number
    return changed
