from django.db import migrations, models


class Migration(migrations.Migration):
    """A contact point for which a code is wanted that comes with others, in one mail."""

    dependencies = [("verification", "0012_check_person_only")]

    operations = [
        migrations.AddField(model_name="contact", name="wanted_at", field=models.DateTimeField(null=True)),
    ]
