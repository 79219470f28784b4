"""The loket does not start on settings that are missing or unsafe, and says which."""

import secrets

import pytest

from intake import database
from web.app import create_app
from web.settings import Settings, SettingsIncomplete


@pytest.fixture
def environ():
    """Settings with which an installation starts."""
    return {
        "LOKET_SECRET_KEY": secrets.token_hex(32),
        "LOKET_AUDIT_KEY": secrets.token_hex(32),
        "LOKET_PUBLIC_URL": "https://loket.example.nl",
        "LOKET_TRUSTED_HOSTS": "loket.example.nl, localhost",
    }


class TestFromEnviron:
    def test_reads_a_complete_environment(self, environ):
        settings = Settings.from_environ(environ)

        assert settings.trusted_hosts == ("loket.example.nl", "localhost")
        assert settings.public_url == "https://loket.example.nl"
        assert not settings.demo

    @pytest.mark.parametrize("name", ["LOKET_SECRET_KEY", "LOKET_AUDIT_KEY", "LOKET_PUBLIC_URL", "LOKET_TRUSTED_HOSTS"])
    def test_names_what_is_missing(self, environ, name):
        del environ[name]

        with pytest.raises(SettingsIncomplete, match=name):
            Settings.from_environ(environ)

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("LOKET_SECRET_KEY", "kort"),
            ("LOKET_SECRET_KEY", "a" * 64),
            ("LOKET_PUBLIC_URL", "http://loket.example.nl"),
            ("LOKET_PUBLIC_URL", "loket.example.nl"),
            ("LOKET_PUBLIC_URL", "https://loket.example.nl/pad"),
            ("LOKET_TRUSTED_HOSTS", "*"),
            ("LOKET_TRUSTED_HOSTS", " , "),
            ("LOKET_PROXY_COUNT", "een"),
        ],
    )
    def test_refuses_what_is_weak_or_wrong(self, environ, name, value):
        with pytest.raises(SettingsIncomplete, match=name):
            Settings.from_environ(environ | {name: value})

    def test_wants_two_different_keys(self, environ):
        with pytest.raises(SettingsIncomplete, match="LOKET_AUDIT_KEY"):
            Settings.from_environ(environ | {"LOKET_AUDIT_KEY": environ["LOKET_SECRET_KEY"]})

    def test_shows_no_secret_when_printed(self, environ):
        words = repr(Settings.from_environ(environ | {"LOKET_SMTP_URL": "smtp://u:geheim@localhost"}))

        assert environ["LOKET_SECRET_KEY"] not in words
        assert environ["LOKET_AUDIT_KEY"] not in words
        assert "geheim" not in words


class TestCreateApp:
    def test_refuses_a_database_that_forgets_after_a_power_cut(self, app, settings, tmp_path):
        engine = database.create_engine_for(f"sqlite:///{tmp_path}/weak.db")

        @database.event.listens_for(engine, "connect")
        def weaken(connection, _record):
            connection.execute("PRAGMA synchronous = NORMAL")

        services = app.extensions["loket"]
        with pytest.raises(SettingsIncomplete, match="synchronous"):
            create_app(type(services)(settings, engine, services.router, services.clock))

    def test_refuses_debug_mode(self, app, settings, monkeypatch):
        monkeypatch.setenv("FLASK_DEBUG", "1")

        with pytest.raises(SettingsIncomplete, match="debug"):
            create_app(app.extensions["loket"])


class TestEveryAnswer:
    def test_carries_the_headers_that_keep_others_out(self, client):
        headers = client.get("/").headers

        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Strict-Transport-Security"].startswith("max-age=")

    def test_gets_a_new_nonce(self, client):
        nonces = {client.get("/").headers["Content-Security-Policy"] for _ in range(2)}

        assert len(nonces) == 2

    def test_sets_cookies_that_only_this_site_sees(self, client):
        cookies = client.get("/vraag").headers.getlist("Set-Cookie")

        assert cookies, "this test looks at nothing; the form should start a session"
        for cookie in cookies:
            assert cookie.startswith("__Host-")
            assert "Secure" in cookie
            assert "HttpOnly" in cookie
            assert "SameSite=Lax" in cookie

    def test_is_refused_to_a_host_that_is_not_ours(self, client):
        assert client.get("/", base_url="https://elders.example.nl").status_code == 400


class TestHealth:
    def test_a_process_that_answers_is_live(self, client):
        assert client.get("/gezondheid/live").get_json() == {"status": "live"}

    def test_a_process_with_schema_and_reference_data_is_ready(self, client):
        assert client.get("/gezondheid/klaar").get_json() == {"status": "ready"}

    def test_a_database_without_tables_is_not_ready(self, app, settings, tmp_path):
        engine = database.create_engine_for(f"sqlite:///{tmp_path}/empty.db")
        services = app.extensions["loket"]
        empty = create_app(type(services)(settings, engine, services.router, services.clock))

        answer = empty.test_client().get("/gezondheid/klaar", base_url="https://localhost")

        assert answer.status_code == 503
        assert answer.get_json()["missing"] == ["schema"]
