from django.db import migrations

from audit.triggers import audited

# The demonstration's data map, as it was at the start; administrators change it in the portal, not here.
INSURERS = ["jm-insurance", "jm-specialty"]
PLANS = ["jm-care-plan", "jm-care-plan-services"]
ALL = [*INSURERS, *PLANS, "jm-facets", "jm-agency"]
SYSTEMS = [
    ("policy-admin", "Policy administration", [*INSURERS, "jm-agency"], ["contact", "commercial", "sensitive", "credit", "background"], "register", False, True),
    ("claims", "Claims", INSURERS, ["contact", "commercial", "sensitive", "background"], "register", False, False),
    ("billing", "Billing", [*INSURERS, *PLANS], ["contact", "commercial", "banking"], "register", False, False),
    ("care-plans", "Care plans", PLANS, ["contact", "commercial"], "register", False, False),
    ("shipping", "Shipping solution", ["jm-facets"], ["contact", "commercial", "sensitive"], "register", False, False),
    ("marketing", "Marketing", ALL, ["contact", "commercial"], "register", True, False),
    ("web-analytics", "Website analytics", ALL, ["internet_activity"], "register", True, False),
    ("hr", "Human resources", ALL, ["contact", "employment", "background", "sensitive", "banking"], "manual", False, False),
]


def add_systems(apps, schema_editor):
    DataSystem = apps.get_model("fulfillment", "DataSystem")
    names = ("slug", "name", "companies", "categories", "handling", "marketing", "decides")
    DataSystem.objects.bulk_create(
        DataSystem(**dict(zip(names, row, strict=True)), stewards=["dev"], position=position)
        for position, row in enumerate(SYSTEMS)
    )


class Migration(migrations.Migration):
    """The data map, and no task, item or package without its ledger entry."""

    dependencies = [("fulfillment", "0001_initial"), ("audit", "0001_initial")]

    operations = [
        migrations.RunPython(add_systems, migrations.RunPython.noop),
        audited("fulfillment_task", "task"),
        audited("fulfillment_item", "item"),
        audited("fulfillment_package", "package"),
    ]
