"""What is written to the search index is sorted in together, which is several times faster for many documents."""

from django.contrib.postgres.indexes import GinIndex
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("kernel", "0003_addresses_that_take_no_mail")]
    operations = [
        migrations.RemoveIndex("searchentry", "search_entries_by_word"),
        migrations.RemoveIndex("searchword", "search_words_by_neighbour"),
        migrations.AddIndex(
            "searchentry", GinIndex(fields=["words", "marks"], name="search_entries_by_word", fastupdate=True)
        ),
        migrations.AddIndex(
            "searchword", GinIndex(fields=["neighbours"], name="search_words_by_neighbour", fastupdate=True)
        ),
    ]
