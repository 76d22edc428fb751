"""Reads tables: DuckDB over immutable Parquet files, behind a grammar that is compiled to parameterised SQL.

Front door of the folder: `run` a query, `describe` a file, `export` an answer, `compare` two files.
"""

from perron.bricks.catalogue.adapters.tables.comparison import compare as compare
from perron.bricks.catalogue.adapters.tables.engine import Engine as Engine
from perron.bricks.catalogue.adapters.tables.engine import engine as engine
from perron.bricks.catalogue.adapters.tables.engine import prepare as prepare
from perron.bricks.catalogue.adapters.tables.exports import MEDIA_TYPES as MEDIA_TYPES
from perron.bricks.catalogue.adapters.tables.exports import Format as Format
from perron.bricks.catalogue.adapters.tables.exports import export as export
from perron.bricks.catalogue.adapters.tables.fast_copy import prune as prune
from perron.bricks.catalogue.adapters.tables.histogram import Bin as Bin
from perron.bricks.catalogue.adapters.tables.histogram import histogram as histogram
from perron.bricks.catalogue.adapters.tables.pages import describe as describe
from perron.bricks.catalogue.adapters.tables.pages import run as run
from perron.bricks.catalogue.adapters.tables.table import Differences as Differences
from perron.bricks.catalogue.adapters.tables.table import Page as Page
from perron.bricks.catalogue.adapters.tables.table import Table as Table
from perron.bricks.catalogue.adapters.tables.table import TableToRead as TableToRead
