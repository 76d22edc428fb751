"""The words of each report are kept beside it: taken apart once when it is written, not for each that is looked at."""

from __future__ import annotations

from django.db import migrations

KEPT = """
DROP INDEX reports_words;
ALTER TABLE reports_report ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, translate(
    replace(replace(replace(lower(address || ' ' || description), 'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'),
    'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy'))) STORED;
CREATE INDEX reports_words ON reports_report USING gin (words);
"""
BEFORE = """
ALTER TABLE reports_report DROP COLUMN words;
CREATE INDEX reports_words ON reports_report USING gin (to_tsvector('simple'::regconfig, translate(
    replace(replace(replace(lower("reports_report"."address" || ' ' || "reports_report"."description"),
    'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')))
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0003_words_and_seen_by_most")]

    operations = [migrations.RunSQL(KEPT, BEFORE)]
