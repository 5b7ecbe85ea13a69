import audit.ids
import django.db.models.deletion
import vault.fields
from django.conf import settings
from django.db import migrations, models

from audit.triggers import audited


class Migration(migrations.Migration):
    """Signing in elsewhere. An account there opens nobody's account here without its ledger entry."""

    dependencies = [
        ('accounts', '0004_audited'),
        ('audit', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SignInTrip',
            fields=[
                ('id', models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=20)),
                ('subject_ref', models.UUIDField(null=True)),
                ('state_hash', models.CharField(max_length=64, unique=True)),
                ('browser_hash', models.CharField(max_length=64)),
                ('nonce', vault.fields.EncryptedText()),
                ('verifier', vault.fields.EncryptedText()),
                ('following', models.CharField(blank=True, max_length=400)),
                ('left_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField(db_index=True)),
                ('used_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='staffsession',
            name='vouched_by',
            field=models.CharField(blank=True, db_default='', default='', max_length=20),
        ),
        migrations.CreateModel(
            name='StaffIdentity',
            fields=[
                ('id', models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('rev', models.PositiveIntegerField(default=0, editable=False)),
                ('provider', models.CharField(max_length=20)),
                ('subject_index', models.BinaryField()),
                ('linked_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identities', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('provider', 'subject_index'), name='identity_one_account'), models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('provider', 'user'), name='identity_one_per_provider')],
            },
        ),
        audited('accounts_staffidentity', 'staff_identity'),
    ]
