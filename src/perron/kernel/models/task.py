"""Why a task last failed: the queue itself keeps only that it did."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TaskFailure(models.Model):
    """The last failure of one job. `error` is the exception's name, sentence and place, never its values."""

    job_id = models.BigIntegerField(_("job"), primary_key=True)
    task = models.CharField(_("task"), max_length=128)
    error = models.CharField(_("error"), max_length=500)
    failed_at = models.DateTimeField(_("failed"), default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("failure of a task")
        verbose_name_plural = _("failures of tasks")

    def __str__(self) -> str:
        return f"{self.task} {self.job_id}: {self.error}"
