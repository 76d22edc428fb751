"""A passkey, from making it to signing in with it, in a real browser with an authenticator of its own."""

from __future__ import annotations

import shutil

import pytest
from django.db import connection
from playwright.sync_api import Page, sync_playwright

from perron.kernel import address_proof
from perron.kernel.contract import Role
from perron.kernel.testing.factories import PASSWORD, an_agent_of, an_authority

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(monkeypatch, transactional_db):
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("needs Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        yield page
        browser.close()
    _hang_up()


def _hang_up() -> None:
    """The server's threads hold connections, which would keep the test database from being dropped."""
    others = "datname = current_database() and pid <> pg_backend_pid()"
    with connection.cursor() as cursor:
        cursor.execute(f"select pg_terminate_backend(pid) from pg_stat_activity where {others}")


@pytest.mark.browser
@pytest.mark.slow
def test_a_passkey_wakes_the_role_and_signs_in_without_a_password(page: Page, live_server, settings):
    settings.STAFF_SECOND_FACTOR = True
    site = live_server.url.replace("127.0.0.1", "localhost")
    authority = an_authority()
    desk = f"{site}/en/authority/{authority.slug}/settings/"
    agent = an_agent_of(authority, role=Role.ADMINISTRATOR)

    page.goto(f"{site}/en/accounts/login/")
    page.fill("input[name=login]", agent.email)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/account/")
    assert page.goto(desk).status == 403

    page.goto(f"{site}/en/accounts/2fa/webauthn/add/")
    page.locator("button[name=send]").click()
    page.fill("input[name=code]", address_proof.make_code(agent))
    page.locator("main form button").first.click()
    page.wait_for_url("**/2fa/webauthn/add/")
    page.locator("main form button").first.click()
    page.wait_for_url("**/recovery-codes/**")
    assert page.goto(desk).status == 200

    page.context.clear_cookies()
    page.goto(f"{site}/en/accounts/login/")
    page.locator("text=/passkey/i").first.click()
    page.wait_for_url("**/en/account/")
    assert page.goto(desk).status == 200
