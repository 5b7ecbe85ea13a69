from django.db import migrations, models


class Migration(migrations.Migration):
    """From when on only a person can go on with a check, unseen from outside."""

    dependencies = [("verification", "0011_imported_people")]

    operations = [
        migrations.AddField(model_name="check", name="person_only_at", field=models.DateTimeField(null=True)),
    ]
