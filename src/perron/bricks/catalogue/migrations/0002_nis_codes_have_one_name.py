from django.db import migrations

# In JSON as text, a quote inside a value is escaped: this can only be the name of a meaning.
OLD, NEW = '"meaning": "nis"', '"meaning": "nis_code"'
KEPT = (
    ("catalogue_tablefile", "columns"),
    ("catalogue_upload", "understanding"),
    ("catalogue_upload", "choices"),
)


def renamed(table, column, before, after):
    return (
        f"UPDATE {table} SET {column} = replace({column}::text, '{before}', '{after}')::jsonb "
        f"WHERE {column}::text LIKE '%{before}%'"
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0001_the_catalogue")]
    operations = [migrations.RunSQL(renamed(*kept, OLD, NEW), renamed(*kept, NEW, OLD)) for kept in KEPT]
