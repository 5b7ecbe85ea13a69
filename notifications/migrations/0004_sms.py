from django.db import migrations, models

CHANNELS = [("email", "Email"), ("post", "Post"), ("sms", "Sms")]


class Migration(migrations.Migration):
    """Codes may go by text."""

    dependencies = [("notifications", "0003_unknown_checked")]

    operations = [
        migrations.AlterField(
            model_name=name, name="channel", field=models.CharField(choices=CHANNELS, max_length=10)
        )
        for name in ("letter", "delivery")
    ]
