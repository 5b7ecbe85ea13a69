from django.db import migrations, models


class Migration(migrations.Migration):
    """A check ends with the last request of its submission; a contact point that was left gets no code any more."""

    dependencies = [("verification", "0014_contacts_that_wait")]

    operations = [
        migrations.AddField(model_name="check", name="over_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="contact", name="left_at", field=models.DateTimeField(null=True)),
    ]
