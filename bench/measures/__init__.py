"""The measures: each module has `measure()`, which gives rows of the table."""
