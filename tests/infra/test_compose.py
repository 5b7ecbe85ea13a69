"""The container files name only what exists: no command, path, secret or variable is a wish."""

import importlib.util
import inspect
import re
import runpy
import subprocess
from pathlib import Path

import pytest
import yaml
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.management import get_commands

from audit import checkpoints
from dsar_portal import roles_sql
from dsar_portal.upkeep.journal import journal
from vault import disk

ROOT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("dsar-portal")}
DOCKERFILE = (ROOT / "Dockerfile").read_text()


def test_every_part_of_the_portal_is_there():
    assert set(OURS) == {"migrate", "web", "worker", "beat", "pump", "sequencer"}
    assert {"proxy", "postgres", "valkey"} < set(SERVICES)


def test_only_the_sequencer_sees_the_log_key():
    assert [name for name, service in SERVICES.items() if "log_key" in service.get("secrets", [])] == ["sequencer"]


def test_only_migrations_work_as_the_owner():
    assert [name for name, service in SERVICES.items() if "db_owner_url" in service.get("secrets", [])] == ["migrate"]


def test_our_containers_are_not_root_and_cannot_become_it():
    user = re.findall(r"^USER (\d+):(\d+)$", DOCKERFILE, re.M)
    assert user
    assert "0" not in user[-1]
    for service in OURS.values():
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True


@pytest.mark.parametrize("name", [name for name in SERVICES if name != "migrate"])
def test_every_lasting_service_has_a_health_check(name):
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", [name for name, service in OURS.items() if "command" in service])
def test_commands_exist(name):
    command = SERVICES[name]["command"]
    if command[:2] == ["python", "manage.py"]:
        assert command[2] in get_commands()
    else:
        assert command[:3] == ["celery", "-A", "dsar_portal.celery"]
        assert importlib.util.find_spec(command[2])


def test_files_that_are_mounted_or_copied_exist():
    mounted = [
        volume.split(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if volume[0] == "."
    ]
    copied = [path for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.M) for path in line.split()[:-1]]
    checks = [
        word.removeprefix("/app/")
        for s in SERVICES.values()
        for word in s.get("healthcheck", {}).get("test", [])
        if "deploy/" in word
    ]
    named = re.findall(r"/app/(deploy/[\w.]+)", DOCKERFILE)
    missing = [path for path in [*mounted, *copied, *checks, *named] if not (ROOT / path).exists()]
    assert missing == []


def test_every_package_goes_into_the_image():
    packages = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert packages <= set(re.findall(r"^COPY (\w+) \w+$", DOCKERFILE, re.M))


def test_the_health_checks_parts_exist():
    checks = runpy.run_path(str(ROOT / "deploy" / "healthcheck.py"))["CHECKS"]
    asked = [
        s["healthcheck"]["test"][-1] for s in OURS.values() if "deploy/healthcheck.py" in str(s.get("healthcheck"))
    ]
    assert asked
    assert set(asked) <= set(checks)


def test_volumes_networks_and_secrets_are_declared():
    for name, service in SERVICES.items():
        assert set(service.get("secrets", [])) <= set(COMPOSE["secrets"]), name
        assert set(service["networks"]) <= set(COMPOSE["networks"]), name
        volumes = {volume.split(":")[0] for volume in service.get("volumes", []) if volume[0] not in "./"}
        assert volumes <= set(COMPOSE["volumes"]), name


def test_volumes_lie_where_the_code_writes(settings):
    settings.DATA_DIR = Path("/data")
    settings.CHECKPOINTS_DIR = Path("/data/checkpoints")
    written = {str(checkpoints.folder()), str(journal().folder), "/data/vault"}
    mounted = {volume.split(":")[1] for service in OURS.values() for volume in service.get("volumes", [])}
    assert mounted == written
    assert all(folder in DOCKERFILE for folder in mounted), "made for the container's user"
    assert inspect.getsource(disk.root).count('"vault"') == 1


def test_only_who_keeps_the_journal_writes_it():
    writers = {
        name
        for name, service in OURS.items()
        if any(volume.startswith("journal:") and not volume.endswith(":ro") for volume in service.get("volumes", []))
    }
    readers = {name for name, service in OURS.items() if "journal:" in str(service.get("volumes"))}
    assert (writers, readers) == ({"migrate", "pump"}, {"migrate", "pump", "web", "worker"})


def test_every_service_is_given_the_secrets_it_names():
    for name, service in SERVICES.items():
        named = re.findall(r"/run/secrets/(\w+)", str(service))
        assert set(named) <= set(service.get("secrets", [])), name


def test_every_variable_is_read_by_somebody():
    settings = (ROOT / "dsar_portal" / "settings.py").read_text()
    entrypoint = (ROOT / "deploy" / "entrypoint.sh").read_text()
    for name, service in OURS.items():
        for variable in service["environment"]:
            plain = variable.removesuffix("_FILE")
            known = f'"{variable}"' in settings or (f'"{plain}"' in settings and plain in entrypoint)
            assert known, f"{name}: {variable}"


def test_secrets_are_made_once_and_complete(tmp_path):
    deploy = tmp_path / "deploy"
    deploy.mkdir()
    script = deploy / "make_secrets.py"
    script.write_text((ROOT / "deploy" / "make_secrets.py").read_text())
    subprocess.run(["python3", script], check=True)
    made = {path.name: path.read_bytes() for path in (deploy / "secrets").iterdir()}
    subprocess.run(["python3", script], check=True)
    assert {path.name: path.read_bytes() for path in (deploy / "secrets").iterdir()} == made
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} == set(made)
    assert (deploy / "secrets").stat().st_mode & 0o077 == 0
    assert load_pem_private_key(made["log_key"], password=None)


def test_the_containers_roles_are_those_of_the_embedded_server():
    def words(text: str) -> str:
        return " ".join(text.split())

    script = words((ROOT / "deploy" / "roles.sh").read_text())
    for statement in roles_sql.privileges("portal"):
        assert statement in script
    for statement in roles_sql.roles(dict.fromkeys(roles_sql.LOGINS, "secret")):
        known = statement.startswith("DO ") or statement in script
        rights = re.search(r"ALTER ROLE (\w+) WITH LOGIN PASSWORD 'secret' (.+)", statement)
        assert known or re.search(rf"CREATE ROLE {rights[1]} LOGIN PASSWORD :'\w+' {rights[2]};", script)


def test_shell_scripts_can_be_read_by_the_shell():
    for script in (ROOT / "deploy").glob("*.sh"):
        subprocess.run(["sh", "-n", script], check=True)
