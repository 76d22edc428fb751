"""Refusals of questions that could not be understood: each names the parameter or column, and what would work."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from perron.kernel.errors import Refused


class QuestionRefused(Refused):
    """A question to a table that has no answer. Subclasses tell why."""

    code = "question_refused"


class UnknownColumn(QuestionRefused):
    """Facts: `column`, `nearest`, `columns`."""

    code = "unknown_column"
    sentence = _("This table has no column “%(column)s”.")
    way_out = _("Did you mean “%(nearest)s”? The table has: %(columns)s.")


class UnknownParameter(QuestionRefused):
    """Facts: `parameter`, `nearest`."""

    code = "unknown_parameter"
    sentence = _("“%(parameter)s” is neither a column of this table nor a word of the query.")
    way_out = _("Did you mean “%(nearest)s”? Filter a column as column=value or column__ge=value.")


class UnknownOperator(QuestionRefused):
    """Facts: `column`, `operator`, `allowed`."""

    code = "unknown_operator"
    sentence = _("The column “%(column)s” cannot be compared by “%(operator)s”.")
    way_out = _("For this type of column you can use: %(allowed)s.")


class UnknownFunction(QuestionRefused):
    """Facts: `column`, `function`, `allowed`."""

    code = "unknown_function"
    sentence = _("“%(function)s” cannot be computed for the column “%(column)s”.")
    way_out = _("For this type of column you can use: %(allowed)s.")


class NotSortable(QuestionRefused):
    """Facts: `column`."""

    code = "not_sortable"
    sentence = _("Shapes on a map have no order: “%(column)s” cannot be sorted or grouped.")
    way_out = _("Choose another column.")


class NoTruncation(QuestionRefused):
    """Facts: `column`, `truncation`."""

    code = "no_truncation"
    sentence = _("“%(column)s” cannot be grouped by “%(truncation)s”.")
    way_out = _("Columns with dates can be grouped as column:year, column:month or column:day.")


class WrongValue(QuestionRefused):
    """Facts: `column`, `value`, `expected`."""

    code = "wrong_value"
    sentence = _("“%(value)s” does not fit “%(column)s”.")
    way_out = _("Write %(expected)s.")


class LimitOutOfRange(QuestionRefused):
    """Facts: `limit`, `maximum`."""

    code = "limit_out_of_range"
    sentence = _("A page cannot have %(limit)s rows: between 0 and %(maximum)s is possible.")
    way_out = _(
        "Follow the address of the next page, or download everything as a file: rows.csv, rows.parquet and others."
    )


class BadFilter(QuestionRefused):
    """Facts: `reason`."""

    code = "bad_filter"
    sentence = _("The parameter “filter” could not be understood: %(reason)s.")
    way_out = _('Write JSON such as {"or": [["column", "ge", 10], {"and": [["other", "eq", "x"]]}]}.')


class TooComplicated(QuestionRefused):
    """Facts: `what`, `maximum`."""

    code = "too_complicated"
    sentence = _("This question has too many parts (%(what)s: at most %(maximum)s).")
    way_out = _("Ask for less at once, or download the file and compute on your own machine.")


class OnlyOnce(QuestionRefused):
    """Facts: `parameter`."""

    code = "only_once"
    sentence = _("“%(parameter)s” is there more than once, and only one can be meant.")
    way_out = _("Keep one of them.")


class BadBox(QuestionRefused):
    """Facts: `value`."""

    code = "bad_box"
    sentence = _("“%(value)s” is not a box on the map.")
    way_out = _("Write west,south,east,north in degrees, such as bbox=4.3,50.8,4.5,50.9.")


class NoPlaceInTable(QuestionRefused):
    """Facts: `parameter`."""

    code = "no_place_in_table"
    sentence = _("The rows of this table have no place that “%(parameter)s” could use.")
    way_out = _("Leave this parameter out.")


class NotForGroups(QuestionRefused):
    """Facts: `parameter`."""

    code = "not_for_groups"
    sentence = _("“%(parameter)s” makes no sense together with groups.")
    way_out = _("Leave it out: groups show their keys, the number of rows and the figures you ask for.")


class NothingToGroup(QuestionRefused):
    """Groups were asked for without a key or a figure."""

    code = "nothing_to_group"
    sentence = _("Tell by which column to group, or which figure to compute.")
    way_out = _("Add group=column, or sum=column.")


class NotSearchable(QuestionRefused):
    """`q` on a table without texts."""

    code = "not_searchable"
    sentence = _("This table has no column with texts, so words cannot be searched in it.")
    way_out = _("Leave out “q”, and filter a column instead.")
