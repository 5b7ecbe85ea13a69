import audit.ids
import django.db.models.deletion
import vault.fields
from django.conf import settings
from django.db import migrations, models

from audit.triggers import audited


class Migration(migrations.Migration):
    """Trainings of the people who handle requests (11 CCR 7100). None appears or is struck without its ledger entry."""

    dependencies = [
        ('accounts', '0005_elsewhere'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('rev', models.PositiveIntegerField(default=0, editable=False)),
                ('name', models.CharField(max_length=120)),
                ('version', models.CharField(max_length=40)),
                ('held_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('note', vault.fields.EncryptedText(blank=True, default='')),
                ('struck_at', models.DateTimeField(null=True)),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trainings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('struck_at', None)), fields=['user', 'held_on'], name='training_last')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('struck_at', None)), fields=('user', 'name', 'version', 'held_on'), name='training_once'), models.CheckConstraint(condition=models.Q(('user', models.F('recorded_by')), _negated=True), name='training_by_another')],
            },
        ),
        audited('accounts_training', 'training'),
    ]
