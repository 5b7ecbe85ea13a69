from django.db import migrations


class Migration(migrations.Migration):
    """When a code was sent, proved or locked is read from the codes of a contact point."""

    dependencies = [("verification", "0008_contacts_of_checks")]

    operations = [
        migrations.RemoveField(model_name="check", name="email_proved_at"),
        migrations.RemoveField(model_name="check", name="code_sent_at"),
        migrations.RemoveField(model_name="check", name="locked_until"),
    ]
