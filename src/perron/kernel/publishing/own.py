"""The open datasets of the kernel itself."""

from __future__ import annotations

from perron.kernel.contract import OpenDataset
from perron.kernel.publishing.authorities import AUTHORITIES
from perron.kernel.publishing.communes import COMMUNES

KERNEL_DATASETS: tuple[OpenDataset, ...] = (COMMUNES, AUTHORITIES)
