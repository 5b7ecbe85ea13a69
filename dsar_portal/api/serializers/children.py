"""The shape of a report about a child's data. The core reads it; this describes it."""

from typing import Any

from rest_framework import serializers as s


class ReportedChild(s.Serializer[Any]):
    given_name = s.CharField(required=False)
    family_name = s.CharField(required=False)
    email = s.EmailField(required=False)
    phone = s.CharField(required=False)
    account_username = s.CharField(required=False)
    date_of_birth = s.DateField(required=False)


class ReporterContact(s.Serializer[Any]):
    email = s.EmailField(required=False)
    phone = s.CharField(required=False)


class ChildReportIn(s.Serializer[Any]):
    child = ReportedChild(required=False)
    details = s.CharField(required=False)
    contact = ReporterContact(required=False)
    language = s.ChoiceField(choices=["en", "es"], required=False)


class ChildReportOut(s.Serializer[Any]):
    """The same whoever the child is, and whatever is held."""

    reference = s.CharField()
    answer_by = s.DateField(help_text="the day by which a person looks at it")
