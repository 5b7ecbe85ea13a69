import audit.ids
import vault.fields
from django.db import migrations, models

from audit.triggers import audited


class Migration(migrations.Migration):

    dependencies = [
        ('verification', '0005_agents'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Sign',
            fields=[
                ('id', models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('rev', models.PositiveIntegerField(default=0, editable=False)),
                ('subject_ref', models.UUIDField()),
                ('code', models.CharField(max_length=32)),
                ('count', models.PositiveIntegerField(default=0)),
                ('seen_at', models.DateTimeField()),
                ('dismissed_at', models.DateTimeField(null=True)),
                ('dismissed_by', models.CharField(blank=True, default='', max_length=64)),
                ('reason', vault.fields.EncryptedText(blank=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('subject_ref', 'code'), name='sign_once_per_check'), models.CheckConstraint(condition=models.Q(('dismissed_at__isnull', True), models.Q(('dismissed_by', ''), _negated=True), _connector='OR'), name='sign_dismissed_by_somebody')],
            },
        ),
        audited("verification_sign", "sign"),
    ]
