from django.db import migrations, models


class Migration(migrations.Migration):
    """When what was typed and found for a check was erased (11 CCR 7060(d))."""

    dependencies = [("verification", "0002_audited")]

    operations = [
        migrations.AddField(model_name="check", name="forgotten_at", field=models.DateTimeField(null=True)),
    ]
