import vault.fields
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    """Two people may find that a legal hold is on a namesake of a reported child."""

    dependencies = [("requests_app", "0020_pauses")]

    operations = [
        migrations.AddField(model_name="inquiry", name="apart", field=vault.fields.EncryptedJSON(null=True)),
        migrations.AddField(model_name="inquiry", name="apart_asked_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="inquiry", name="apart_by", field=models.UUIDField(null=True)),
        migrations.AddField(model_name="inquiry", name="apart_at", field=models.DateTimeField(null=True)),
        AddConstraintNotValid(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                name="inquiry_apart_by_two", condition=Q(apart_by=None) | ~Q(apart_by=F("apart_asked_by"))
            ),
        ),
    ]
