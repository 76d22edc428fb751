"""What migrations make of data that earlier releases wrote."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from perron.bricks.catalogue.models import Upload
from perron.bricks.catalogue.tests.factories import an_upload

pytestmark = pytest.mark.django_db


def test_the_meaning_of_nis_codes_gets_the_name_that_the_house_uses():
    upload = an_upload(text="refnis;said\n62063;x\n92094;y\n")
    migration = import_module("perron.bricks.catalogue.migrations.0002_nis_codes_have_one_name").Migration
    innocent = {"encoding": 'a file about "meaning": "nis"'}
    Upload.objects.filter(pk=upload.pk).update(choices=innocent)

    with connection.cursor() as cursor:
        for operation in migration.operations:
            cursor.execute(operation.reverse_sql)
        upload.refresh_from_db()
        before = upload.understood.tables[0].columns[0].meaning, upload.tables.get().dictionary[0].meaning
        for operation in migration.operations:
            cursor.execute(operation.sql)
        upload.refresh_from_db()

    assert before == ("nis", "nis")
    assert upload.understood.tables[0].columns[0].meaning == "nis_code"
    assert upload.tables.get().dictionary[0].meaning == "nis_code"
    assert upload.choices == innocent
