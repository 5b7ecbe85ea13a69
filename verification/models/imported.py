"""People of a directory that came as a file: encrypted, found by blind indexes, replaced as a whole."""

from django.db import models

from audit.ids import new_id
from vault.fields import EncryptedJSON


class DirectoryImport(models.Model):
    """The last file of one directory: when it came, and how much of it was taken."""

    name = models.CharField(max_length=40, primary_key=True)
    imported_at = models.DateTimeField()
    people = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()


class ImportedPerson(models.Model):
    """One person of such a file. No ledger entry each: the import is one deed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    directory = models.CharField(max_length=40, db_index=True)
    content = EncryptedJSON()  # key, facts, contacts as the file spells them


class ImportedPoint(models.Model):
    """One fact by which such a person can be found, as a keyed hash."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(ImportedPerson, on_delete=models.CASCADE, related_name="points")
    directory = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    value_index = models.BinaryField()

    class Meta:
        indexes = [models.Index(name="imported_point_lookup", fields=["directory", "kind", "value_index"])]
