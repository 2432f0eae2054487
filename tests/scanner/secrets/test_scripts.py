"""What names say of the values beside them, in variables and in scripts."""

from __future__ import annotations

import base64

import pytest

from synthgate.secrets.exposure import HOLE
from synthgate.secrets.scripts import written_in
from synthgate.secrets.words import is_placeholder, tells


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD", "changeme"),
        ("dbPassword", "kept"),
        ("MYSQL_PWD", "kept4ever"),
        ("PASSWORD2", "kept"),
        ("API_KEY", "4v9fK2mQ8zX1"),
        ("apiToken", "4v9fK2mQ8zX1"),
        ("CLIENT_SECRET", "s3cr3t-s3cr3t"),
        ("AWS_SECRET_ACCESS_KEY", "anything"),
        ("AWS_ACCESS_KEY_ID", "AKIA" + "IOSFODNN7EXAMPLE"),
    ],
)
def test_a_name_and_a_value_tell(name: str, value: str) -> None:
    """A password whatever it is, of other secrets what looks like one."""
    assert tells(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DB_PASSWORD_SECRET_NAME", "prod/db"),
        ("SECRET_ARN", "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x"),
        ("TOKEN_TTL", "3600"),
        ("PASSWORD_MIN_LENGTH", "12"),
        ("USE_TOKEN", "true"),
        ("REFRESH_TOKEN", "3600"),
        ("DB_PASSWORD", "/prod/db/password"),
        ("DB_PASSWORD", "prod/db/password"),
        ("DB_PASSWORD", "arn:aws:ssm:eu-west-1:111122223333:parameter/x"),
        ("DB_PASSWORD", "<your-password>"),
        ("DB_PASSWORD", "xxxxx"),
        ("DB_PASSWORD", "${PASSWORD}"),
        ("DB_PASSWORD", "REPLACE_ME"),
        ("DB_PASSWORD", ""),
        ("DB_SECRET", "my-database-secret"),
        ("PWD", "kept4ever"),
        ("PARTITION_KEY", "4v9fK2mQ8zX1"),
        ("AWS_ACCESS_KEY_ID", "$KEY"),
    ],
)
def test_what_only_is_about_a_secret_tells_none(name: str, value: str) -> None:
    """Names, paths and settings of secrets; what somebody is yet to fill in."""
    assert not tells(name, value)


@pytest.mark.parametrize("value", ["changeme", "admin", "password", "hunter2"])
def test_a_bad_password_is_one(value: str) -> None:
    """It is deployed as it is written."""
    assert not is_placeholder(value)


@pytest.mark.parametrize(
    "line",
    [
        "export DB_PASSWORD=kept4ever",
        "export DB_PASSWORD='kept4ever'",
        'password = "kept4ever"',
        "mysql -h db --password=kept4ever app",
        "mysql -h db --password kept4ever app",
        '{"password": "kept4ever"}',
        "spring.datasource.password: kept4ever",
        "CREATE USER 'app' IDENTIFIED BY 'kept4ever';",
        "db_password: 'kept4ever'",
    ],
)
def test_an_assignment_in_a_script(line: str) -> None:
    """In a shell, files of settings, JSON, options, SQL; in base64, too."""
    assert [one.text for one in written_in(f"#!/bin/sh\n{line}\n")] == ["kept4ever"]
    packed = base64.b64encode(f"{line}\n# and so on\n".encode()).decode()
    assert "kept4ever" in {one.text for one in written_in(f"echo {packed} | base64 -d")}


@pytest.mark.parametrize(
    "line",
    [
        "PASSWORD=$(aws secretsmanager get-secret-value --secret-id prod/db)",
        'PASSWORD="$1"',
        "TOKEN=`curl -X PUT http://169.254.169.254/latest/api/token`",
        f"PASSWORD={HOLE}",
        f"PASSWORD='a{HOLE}b'",
        "password = getpass()",
        "token = event['token']",
        "NextToken=r['NextToken']",
        "password=password",
        "X-aws-ec2-metadata-token-ttl-seconds: 21600",
        "PASSWORD_FILE=/run/secrets/password1",
        "# the password: see the wiki",
        "read -s PASSWORD",
    ],
)
def test_what_a_script_fetches_is_none(line: str) -> None:
    """Open pieces, and the names that programs have for values."""
    assert not [*written_in(f"{line}\n")]
