"""Reports by their words, and by how many have seen the same."""

from __future__ import annotations

from django.db import migrations, models

WORDS = """
CREATE INDEX reports_words ON reports_report USING gin (to_tsvector('simple'::regconfig, translate(
    replace(replace(replace(lower("reports_report"."address" || ' ' || "reports_report"."description"),
    'œ', 'oe'), 'æ', 'ae'), 'ß', 'ss'), 'àáâãäåçèéêëìíîïñòóôõöùúûüýÿ', 'aaaaaaceeeeiiiinooooouuuuyy')))
"""


class Migration(migrations.Migration):
    dependencies = [("reports", "0002_numbers_of_each_night")]

    operations = [
        migrations.RunSQL(WORDS, "DROP INDEX reports_words"),
        migrations.AddIndex(
            model_name="report",
            index=models.Index(fields=["authority", "-me_too", "-id"], name="reports_seen_by_most"),
        ),
    ]
