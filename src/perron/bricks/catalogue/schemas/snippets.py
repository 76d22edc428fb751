"""The same question as code that runs as it is: curl, Python, R and JavaScript."""

from __future__ import annotations

import json
from dataclasses import dataclass
from shlex import quote

from perron.bricks.catalogue.rules.query import Query
from perron.bricks.catalogue.schemas.query_string import parameters, query_string


@dataclass(frozen=True, slots=True)
class Snippet:
    """Code in one language. `language` is a short name for programs, `title` for people."""

    language: str
    title: str
    code: str


def snippets(address: str, query: Query) -> tuple[Snippet, ...]:
    """The question to `address` (absolute, of rows or groups, without extension or query), in each language."""
    return (
        Snippet("curl", "curl", _curl(address, query)),
        Snippet("python", "Python", _python(address, query)),
        Snippet("pandas", "Python (pandas)", _pandas(address, query)),
        Snippet("r", "R", _r(address, query)),
        Snippet("javascript", "JavaScript", _javascript(address, query)),
    )


def _url(address: str, query: Query) -> str:
    written = query_string(query)
    return f"{address}?{written}" if written else address


def _csv(address: str, query: Query) -> str:
    """The download of the same answer."""
    base, _slash, _last = address.rpartition("/")
    return _url(f"{base}/rows.csv", query)


def _curl(address: str, query: Query) -> str:
    return f"curl --compressed {quote(_url(address, query))}\n"


def _python(address: str, query: Query) -> str:
    lines = "".join(f"    ({_text(name)}, {_text(value)}),\n" for name, value in parameters(query))
    asked = f"[\n{lines}]" if lines else "[]"
    return f"""import httpx

parameters = {asked}
rows, address = [], {_text(address)}
while address:
    page = httpx.get(address, params=parameters).raise_for_status().json()
    rows += page["rows"]
    address, parameters = page["next"], None
print(len(rows), rows[:3])
"""


def _pandas(address: str, query: Query) -> str:
    return f"""import pandas

table = pandas.read_csv({_text(_csv(address, query))})
print(table.head())
"""


def _r(address: str, query: Query) -> str:
    return f"""table <- read.csv({_text(_csv(address, query))}, encoding = "UTF-8")
head(table)
"""


def _javascript(address: str, query: Query) -> str:
    return f"""const rows = [];
let address = {_text(_url(address, query))};
while (address) {{
  const page = await (await fetch(address)).json();
  rows.push(...page.rows);
  address = page.next;
}}
console.log(rows.length, rows.slice(0, 3));
"""


def _text(value: str) -> str:
    """A text as all these languages write it."""
    return json.dumps(value, ensure_ascii=False)
