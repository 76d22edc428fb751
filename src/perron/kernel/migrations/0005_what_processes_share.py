"""The table of what all processes share for a while (counts of acts, lockouts): there as soon as the others are."""

from django.db import migrations

# As Django's `createcachetable` makes it, which installations from before have run.
CREATE = """
CREATE TABLE IF NOT EXISTS kernel_shared_cache (
    cache_key varchar(255) NOT NULL PRIMARY KEY,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE INDEX IF NOT EXISTS kernel_shared_cache_expires ON kernel_shared_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("kernel", "0004_search_sorts_in_what_waits")]
    operations = [migrations.RunSQL(CREATE, "DROP TABLE kernel_shared_cache")]
