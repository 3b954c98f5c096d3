from django.db import migrations

from tetea.domain.log import triggers


def create(apps, schema_editor):
    for statement in triggers.statements(schema_editor.connection.vendor):
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("log", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
