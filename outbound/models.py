"""The demonstration's register: stands for the company's own systems. All of it is fictional."""

from django.db import models


class RegisterPerson(models.Model):
    """One person as the company's systems know them."""

    person_key = models.CharField(max_length=40, primary_key=True)
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    email = models.CharField(max_length=254, blank=True)
    email_on_file_since = models.DateField(null=True)
    phone = models.CharField(max_length=20, blank=True)
    phone_on_file_since = models.DateField(null=True)
    postal_address = models.JSONField(default=dict)
    address_on_file_since = models.DateField(null=True)
    date_of_birth = models.DateField()
    language = models.CharField(max_length=5, default="en")
    policy_number = models.CharField(max_length=40, blank=True)
    claim_number = models.CharField(max_length=40, blank=True)
    care_plan_number = models.CharField(max_length=40, blank=True)
    shipment_tracking = models.CharField(max_length=40, blank=True)
    account_username = models.CharField(max_length=80, blank=True)
    customer_number = models.CharField(max_length=40, blank=True)
    employee_number = models.CharField(max_length=40, blank=True)
    item_type = models.CharField(max_length=60, blank=True)
    relationships = models.JSONField(default=list)
    companies = models.JSONField(default=list)
    loaded_at = models.DateTimeField()

    @property
    def key(self) -> str:
        """The opaque key under which other parts of the portal remember a person."""
        return self.person_key


class RegisterPoint(models.Model):
    """One normalised fact by which a person can be found."""

    person = models.ForeignKey(RegisterPerson, on_delete=models.CASCADE, related_name="points")
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=300)

    class Meta:
        indexes = [models.Index(name="register_point_lookup", fields=["kind", "value"])]
        constraints = [models.UniqueConstraint(name="register_point_once", fields=["person", "kind", "value"])]


class RegisterRecord(models.Model):
    """One record about a person in one system. `category` is a slug of the policy's taxonomy."""

    person = models.ForeignKey(RegisterPerson, on_delete=models.CASCADE, related_name="records")
    system = models.CharField(max_length=40)
    category = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    content = models.JSONField(default=dict)
    collected_on = models.DateField()
    source = models.CharField(max_length=80)

    class Meta:
        indexes = [models.Index(name="register_record_system", fields=["person", "system"])]
