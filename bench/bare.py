"""The yardstick: the least that Django REST framework can do to take in a row. No identity, law, ledger or letter."""

import os

import django
from django.conf import settings

if not settings.configured:
    from dsar_portal.settings import DATABASES

    settings.configure(
        DATABASES=DATABASES,
        INSTALLED_APPS=["rest_framework"],
        ROOT_URLCONF="bench.bare",
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=os.urandom(32).hex(),
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        REST_FRAMEWORK={"UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []},
    )
    django.setup()

from django.core.wsgi import get_wsgi_application  # needs the settings above
from django.db import models
from django.urls import path
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView


class Row(models.Model):
    """One row, as it came."""

    email = models.TextField()
    body = models.JSONField()

    class Meta:
        app_label = "bench"
        db_table = "bench_bare"


class In(serializers.Serializer):
    """Checks what the portal's clients send, loosely."""

    rights = serializers.ListField()
    consumer = serializers.DictField()


class Take(APIView):
    """Validate, insert, answer 201."""

    def post(self, request: Request) -> Response:
        given = In(data=request.data)
        given.is_valid(raise_exception=True)
        row = Row.objects.create(email=given.validated_data["consumer"]["email"], body=given.validated_data)
        return Response({"id": row.id}, status=201)


urlpatterns = [path("bare/", Take.as_view())]
application = get_wsgi_application()
