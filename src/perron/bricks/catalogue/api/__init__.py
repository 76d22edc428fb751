"""The public API of the catalogue, version 1: questions to tables, downloads, and its own description."""
