"""Read-only windows on the tables in schema `audit`. The tables themselves are made by migrations in plain SQL.

No model here writes: PostgreSQL refuses changes, `ledger.record()` inserts, the sequencer does the rest.
"""

from django.db import models


class Entry(models.Model):
    """One recorded fact. `leaf` is the exact text; the other columns are computed from it by the database."""

    id = models.UUIDField(primary_key=True)
    leaf = models.TextField()
    recorded_at = models.DateTimeField()
    leaf_hash = models.BinaryField()
    at = models.TextField()
    action = models.TextField()
    actor_type = models.TextField()
    actor_id = models.TextField()
    subject_type = models.TextField()
    subject_id = models.UUIDField()
    subject_rev = models.IntegerField()
    request_id = models.UUIDField(null=True)

    class Meta:
        managed = False
        db_table = '"audit"."entry"'


class Pending(models.Model):
    """An entry that waits for its place in the tree."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="pending")
    leaf_hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."pending"'


class Leaf(models.Model):
    """The place of an entry in the tree."""

    leaf_index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="place")
    leaf_hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."leaf"'


class Tile(models.Model):
    """256 hashes of one level, kept so that proofs need few reads."""

    pk = models.CompositePrimaryKey("epoch", "level", "idx")
    epoch = models.SmallIntegerField()
    level = models.SmallIntegerField()
    idx = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        managed = False
        db_table = '"audit"."tile"'


class Epoch(models.Model):
    """A tree after the first one; see `audit.epochs`. The first has no row."""

    number = models.SmallIntegerField(primary_key=True)
    origin = models.TextField()
    first_index = models.BigIntegerField()
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="opened_epoch")
    opened_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"audit"."epoch"'


class Checkpoint(models.Model):
    """A signed statement: so many entries, this root. `tree_size` counts through all epochs; its note does not."""

    tree_size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    key_id = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"audit"."checkpoint"'


class Publication(models.Model):
    """Where a checkpoint was laid down outside the database."""

    pk = models.CompositePrimaryKey("tree_size", "channel")
    tree_size = models.BigIntegerField()
    channel = models.TextField()
    ref = models.TextField()
    at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = '"audit"."publication"'


class Detail(models.Model):
    """The erasable rest of an entry: encrypted, and bound to the leaf by a salted commitment."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="detail_row")
    nonce = models.BinaryField()
    body = models.BinaryField()
    key_id = models.TextField()

    class Meta:
        managed = False
        db_table = '"audit"."detail"'
