import audit.ids
import django.db.models.deletion
import vault.fields
from django.db import migrations, models

from audit.triggers import audited


class Migration(migrations.Migration):

    dependencies = [
        ('requests_app', '0015_child_reports'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='submission',
            name='contact_changed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.CreateModel(
            name='ReleaseHold',
            fields=[
                ('id', models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('rev', models.PositiveIntegerField(default=0, editable=False)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('over', 'Over'), ('stopped', 'Stopped'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('token_hash', models.BinaryField(max_length=32, unique=True)),
                ('hours', models.PositiveSmallIntegerField()),
                ('began_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('warned', models.JSONField(default=list)),
                ('over_at', models.DateTimeField(null=True)),
                ('stopped_at', models.DateTimeField(null=True)),
                ('stopped_via', models.CharField(blank=True, max_length=10)),
                ('resolved_at', models.DateTimeField(null=True)),
                ('resolved_by', models.UUIDField(null=True)),
                ('why', vault.fields.EncryptedText(blank=True)),
                ('submission', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='release_hold', to='requests_app.submission')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['ends_at', 'id'], name='release_hold_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'over', 'stopped', 'refused'])), name='release_hold_state_known'), models.CheckConstraint(condition=models.Q(('hours__gte', 24), ('hours__lte', 72)), name='release_hold_hours'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'stopped'), _negated=True), ('stopped_at__isnull', False), _connector='OR'), name='release_hold_stop_is_told')],
            },
        ),
        audited("requests_app_releasehold", "release_hold"),
    ]
