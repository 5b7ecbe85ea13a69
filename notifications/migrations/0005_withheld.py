from django.db import migrations, models

OUTCOMES = [
    ("started", "Started"),
    ("sent", "Sent"),
    ("deferred", "Deferred"),
    ("refused", "Refused"),
    ("unknown", "Unknown"),
    ("rendered", "Rendered"),
    ("posted", "Posted"),
    ("returned", "Returned"),
    ("withheld", "Withheld"),
]


class Migration(migrations.Migration):
    """A letter that lies in the mail room can be taken back."""

    dependencies = [("notifications", "0004_sms")]

    operations = [
        migrations.AlterField(
            model_name="delivery", name="outcome", field=models.CharField(choices=OUTCOMES, max_length=12)
        ),
    ]
