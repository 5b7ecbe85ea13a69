from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0023_inquiry_close_reason")]

    operations = [
        migrations.AddField(model_name="releasehold", name="link_used_at", field=models.DateTimeField(null=True)),
    ]
