"""The search index: a narrow row per thing for matching, its texts beside it, the facet values, and all words."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone


class SearchEntry(models.Model):
    """One thing that can be found; only what matching and ranking read, so that a broad question reads little.

    `titles`: title words, weighted A, B, C, D for fr, nl, de, en. `words`: all, stemmed and as written.
    `marks`: what it can be filtered by (`kind:…`, `place:…`). `packed`: numbers of its facet values, int32 each.
    """

    kind = models.CharField(max_length=100)
    identifier = models.CharField(max_length=200)
    access = models.CharField(max_length=100)
    titles = SearchVectorField()
    words = SearchVectorField()
    marks = ArrayField(models.CharField(max_length=300))
    packed = models.BinaryField()
    changed_at = models.DateTimeField()
    first_seen_at = models.DateTimeField(default=timezone.now)
    indexed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "identifier"], name="one_search_entry_per_thing"),
        ]
        indexes = [
            GinIndex(fields=["words", "marks"], name="search_entries_by_word", fastupdate=True),
            models.Index(fields=["-changed_at", "-id"], name="search_entries_newest_first"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.identifier}"


class SearchText(models.Model):
    """What is shown of a found thing: texts per language, its page, its facet values."""

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    ref = models.CharField(max_length=300)
    title = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    address = models.CharField(max_length=1000)
    authority = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=10, blank=True)
    facets = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.ref


class SearchMark(models.Model):
    """A facet value, `name:value`, and the number by which entries hold it."""

    id = models.AutoField(primary_key=True)
    name = models.CharField(max_length=300, unique=True)

    def __str__(self) -> str:
        return self.name


class SearchWord(models.Model):
    """A word of the index, with what it becomes when one letter is left out: words one typo apart share one."""

    word = models.CharField(max_length=60, primary_key=True)
    neighbours = ArrayField(models.CharField(max_length=60))
    in_titles = models.IntegerField(default=0)

    class Meta:
        indexes = [GinIndex(fields=["neighbours"], name="search_words_by_neighbour", fastupdate=True)]

    def __str__(self) -> str:
        return self.word


class SearchVersion(models.Model):
    """One row: a number that grows with each change of the index, so that what was counted can be kept until then."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_search_version")]

    def __str__(self) -> str:
        return str(self.number)
