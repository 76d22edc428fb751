"""The search: one box over everything that bricks declare, in four languages, with one typo forgiven.

`find(Question(words="écoles", place=nis))` answers; `suggest` helps while typing; bricks only declare `Searchable`.
"""

from perron.kernel.folding import fold
from perron.kernel.search.addresses import canonical, question_of
from perron.kernel.search.counting import Counts
from perron.kernel.search.excerpts import Piece
from perron.kernel.search.finding import Found, Hit, Question, Sort, find, suggest
from perron.kernel.search.indexing import forget, index, index_all
from perron.kernel.search.naming import named
from perron.kernel.search.refreshing import index_everything, index_thing
from perron.kernel.search.words import words_asked

__all__ = [
    "Counts",
    "Found",
    "Hit",
    "Piece",
    "Question",
    "Sort",
    "canonical",
    "find",
    "fold",
    "forget",
    "index",
    "index_all",
    "index_everything",
    "index_thing",
    "named",
    "question_of",
    "suggest",
    "words_asked",
]
