"""Addresses of datasets: which are free, and where old ones lead."""

from __future__ import annotations

from perron.bricks.catalogue.models import Dataset, DatasetAddress
from perron.bricks.catalogue.rules import slugs


def free_address(title: str) -> str:
    """An address made from a title that no dataset has or had."""
    wanted = slugs.slug_from(title)
    taken = set(Dataset.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    taken |= set(DatasetAddress.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    return slugs.free_slug(wanted, taken | slugs.RESERVED)


def is_taken(slug: str, *, apart_from: Dataset) -> bool:
    """Whether another dataset has or had this address."""
    has = Dataset.objects.filter(slug=slug).exclude(pk=apart_from.pk).exists()
    return has or DatasetAddress.objects.filter(slug=slug).exclude(dataset=apart_from).exists()
