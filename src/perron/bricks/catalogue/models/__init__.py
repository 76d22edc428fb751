"""The catalogue's tables: datasets, their versions and tables, the files they came from, and the voices of reusers."""

from perron.bricks.catalogue.models.datasets import Dataset, DatasetAddress
from perron.bricks.catalogue.models.justifications import Justification
from perron.bricks.catalogue.models.questions import Question
from perron.bricks.catalogue.models.reuses import Reuse
from perron.bricks.catalogue.models.sources import Source
from perron.bricks.catalogue.models.uploads import Upload
from perron.bricks.catalogue.models.versions import TableFile, Version

__all__ = [
    "Dataset",
    "DatasetAddress",
    "Justification",
    "Question",
    "Reuse",
    "Source",
    "TableFile",
    "Upload",
    "Version",
]
