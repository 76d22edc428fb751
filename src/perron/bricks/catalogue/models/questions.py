"""Questions and needs of visitors about a dataset, answered in public."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from perron.bricks.catalogue.rules.states import QuestionKind, QuestionState
from perron.kernel.contract import Ref


class Question(models.Model):
    """A question, or "I would need…". Asked with an account it is public at once; by e-mail, once it is answered."""

    dataset = models.ForeignKey("catalogue.Dataset", on_delete=models.CASCADE, related_name="questions")
    kind = models.CharField(max_length=8, default=QuestionKind.QUESTION)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author_name = models.CharField(max_length=120, default="", blank=True)  # as shown
    author_email = models.EmailField(default="", blank=True)  # never shown
    language = models.CharField(max_length=2)
    words = models.TextField()
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=8, default=QuestionState.WAITING)
    answer = models.TextField(default="", blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = models.TextField(default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(QuestionState)), name="catalogue_question_state_known"),
            models.CheckConstraint(condition=Q(kind__in=list(QuestionKind)), name="catalogue_question_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="catalogue_question_has_words"),
            models.CheckConstraint(
                condition=~Q(state="answered") | Q(answered_at__isnull=False) & ~Q(answer=""),
                name="catalogue_answered_question_has_answer",
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(hidden_reason=""), name="catalogue_hidden_question_says_why"
            ),
        ]
        indexes = [models.Index(fields=["dataset", "state", "-asked_at"], name="catalogue_question_list")]

    def __str__(self) -> str:
        return self.words[:80]

    @property
    def ref(self) -> Ref:
        """The pointer by which the rest of the house knows this question."""
        return Ref("catalogue", "question", str(self.pk))

    @property
    def is_public(self) -> bool:
        """Whether strangers see it."""
        waits_in_public = self.state == QuestionState.WAITING and self.author_id is not None
        return waits_in_public or self.state == QuestionState.ANSWERED
