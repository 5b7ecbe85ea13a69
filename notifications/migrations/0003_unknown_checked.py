from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("notifications", "0002_unknown")]
    operations = [ValidateConstraint("letter", "letter_status_known")]
