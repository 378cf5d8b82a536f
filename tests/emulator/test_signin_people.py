"""What can stand between a person and a token, page by page."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from signin_driver import Application, Browser, token_request

from local_microsoft365.people import MFA_CODE
from local_microsoft365.server import LocalMicrosoft365
from local_microsoft365.signin.sessions import COOKIE


def test_a_wrong_name_and_a_wrong_password_are_told_in_a_sentence(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).send(username="personne@bijou.example")
    assert browser.alert.startswith("Ce compte n’existe pas")
    browser.send(username=admin.username).send(password="faux")
    assert browser.alert.startswith("Le mot de passe ne correspond pas")
    browser.send(password=admin.password)
    assert browser.shows("Autorisations demandées")


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_cancelling_at_any_step_tells_the_application(
    application: Application, browser: Browser, steps: int
) -> None:
    admin = browser.running.people.with_role("administrateur")
    flow = application.flow()
    browser.open(flow["auth_uri"])
    for fields in [{"username": admin.username}, {"password": admin.password}][:steps]:
        browser.send(**fields)
    browser.send(action="cancel")
    assert browser.answer["error"] == "access_denied"
    assert browser.answer["error_subcode"] == "cancel"
    assert application.finish(flow, browser)["error"] == "access_denied"


def test_consent_is_asked_once_and_remembered_over_a_restart(
    application: Application, browser: Browser
) -> None:
    running = browser.running
    admin = running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).send(username=admin.username)
    assert browser.send(password=admin.password).shows("Autorisations demandées")
    browser.accept()
    running.stop()
    running.start()
    again = Browser(running).open(application.flow()["auth_uri"])
    again.send(username=admin.username).send(password=admin.password)
    assert again.answer["code"]


def test_refusing_consent_says_so(application: Application, browser: Browser) -> None:
    user = browser.running.people.with_role("utilisateur")
    browser.open(application.flow()["auth_uri"]).send(username=user.username)
    browser.send(password=user.password).send(action="cancel")
    assert browser.answer["error_description"].startswith("AADSTS65004: ")


def test_who_may_not_consent_waits_for_an_administrator(
    application: Application, browser: Browser
) -> None:
    running = browser.running
    user = running.people.with_role("accord-administrateur")
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(user)
    assert browser.error_code == "AADSTS90094"
    browser.send(action="cancel")
    assert "AADSTS90094" in application.finish(flow, browser)["error_description"]

    address = f"{running.addresses.login}/{running.people.tenant.id}/v2.0/adminconsent"
    scope = "User.Read Group.ReadWrite.All Files.ReadWrite.All"
    query = f"client_id={application.msal.client_id}&scope={scope}&state=abc"
    admin = Browser(running).open(f"{address}?{query}&redirect_uri=http://localhost/retour")
    person = running.people.with_role("administrateur")
    admin.send(username=person.username).send(password=person.password).accept()
    assert admin.answer["admin_consent"] == "True"
    assert admin.answer["state"] == "abc"

    assert "access_token" in application.sign_in(user)


def test_only_an_administrator_consents_for_everybody(
    application: Application, browser: Browser
) -> None:
    running = browser.running
    address = f"{running.addresses.login}/bijou.example/adminconsent"
    browser.open(f"{address}?client_id={application.msal.client_id}")
    user = running.people.with_role("utilisateur")
    browser.send(username=user.username).send(password=user.password)
    assert browser.error_code == "AADSTS90094"


def test_an_administrator_may_consent_for_everybody_while_signing_in(
    application: Application, browser: Browser
) -> None:
    people = browser.running.people
    admin = people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).send(username=admin.username)
    browser.send(password=admin.password).send(action="accept", for_everybody="1")
    assert "access_token" in application.sign_in(people.with_role("accord-administrateur"))


def test_the_second_step_asks_for_a_code(application: Application, browser: Browser) -> None:
    user = browser.running.people.with_role("double-authentification")
    flow = application.flow()
    browser.open(flow["auth_uri"]).send(username=user.username).send(password=user.password)
    assert browser.shows("Confirmer votre identité")
    assert browser.send(otp="000000").alert.startswith("Ce code n’est pas le bon")
    browser.send(otp=f"{MFA_CODE[:3]} {MFA_CODE[3:]}").accept()
    assert "access_token" in application.finish(flow, browser)


@pytest.mark.parametrize(
    ("role", "code"),
    [
        ("mot-de-passe-expire", 50055),
        ("verrouille", 50053),
        ("desactive", 50057),
        ("poste-non-conforme", 53000),
        ("acces-conditionnel", 53003),
    ],
)
def test_a_right_password_may_not_be_enough(
    application: Application, browser: Browser, role: str, code: int
) -> None:
    user = browser.running.people.with_role(role)
    flow = application.flow()
    browser.open(flow["auth_uri"]).sign_in(user)
    assert browser.error_code == f"AADSTS{code}"
    browser.send(action="cancel")
    assert f"AADSTS{code}: " in application.finish(flow, browser)["error_description"]


def test_the_system_browser_passes_where_the_embedded_one_does_not(
    application: Application, browser: Browser
) -> None:
    user = browser.running.people.with_role("poste-non-conforme")
    flow = application.flow(redirect_uri="http://localhost:8123")
    browser.open(flow["auth_uri"]).sign_in(user)
    assert "access_token" in application.finish(flow, browser)


@pytest.mark.parametrize(
    ("role", "code", "suberror"),
    [
        ("double-authentification", 50076, "basic_action"),
        ("mot-de-passe-expire", 50055, "user_password_expired"),
        ("verrouille", 50053, None),
        ("desactive", 50057, None),
        ("poste-non-conforme", 53000, "message_only"),
        ("acces-conditionnel", 53003, "message_only"),
        ("accord-administrateur", 65001, "consent_required"),
    ],
)
def test_the_password_grant_of_tests_refuses_as_the_pages_do(
    microsoft365: LocalMicrosoft365, role: str, code: int, suberror: str | None
) -> None:
    user = microsoft365.people.with_role(role)
    refused = token_request(
        microsoft365,
        grant_type="password",
        username=user.username,
        password=user.password,
        scope="openid Group.ReadWrite.All",
    ).json()
    assert (refused["error"], refused["error_codes"]) == ("invalid_grant", [code])
    assert refused.get("suberror") == suberror


def test_a_session_signs_in_again_without_asking_unless_told_to(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).sign_in(admin)

    assert browser.open(application.flow()["auth_uri"]).answer["code"]
    assert browser.open(application.flow(prompt="none")["auth_uri"]).answer["code"]
    assert browser.open(application.flow(prompt="login")["auth_uri"]).shows("Se connecter")
    assert browser.open(application.flow(prompt="consent")["auth_uri"]).shows(
        "Autorisations demandées"
    )
    browser.open(application.flow(prompt="select_account")["auth_uri"])
    assert browser.shows("Choisir un compte")
    assert browser.send(account=admin.username).answer["code"]


def test_another_account_may_be_chosen_beside_the_one_signed_in(
    application: Application, browser: Browser
) -> None:
    people = browser.running.people
    admin, user = people.with_role("administrateur"), people.with_role("utilisateur")
    browser.open(application.flow()["auth_uri"]).sign_in(admin)
    flow = application.flow(prompt="select_account")
    browser.open(flow["auth_uri"]).send(action="other").sign_in(user)
    claims = application.finish(flow, browser)["id_token_claims"]
    assert claims["preferred_username"] == user.username

    assert browser.open(application.flow()["auth_uri"]).shows("Choisir un compte")
    hinted = application.flow(login_hint=admin.username)
    browser.open(hinted["auth_uri"])
    assert application.finish(hinted, browser)["id_token_claims"]["oid"] == admin.id


def test_nobody_signed_in_is_told_at_once_when_no_page_may_be_shown(
    application: Application, browser: Browser
) -> None:
    browser.open(application.flow(prompt="none")["auth_uri"])
    assert browser.answer["error"] == "login_required"


def test_a_hint_goes_straight_to_the_password(application: Application, browser: Browser) -> None:
    flow = application.flow(login_hint="admin@bijou.example")
    assert browser.open(flow["auth_uri"]).shows("Entrer le mot de passe")


def test_a_sample_account_comes_with_its_password_filled_in(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).send(account=admin.username, sample="1")
    assert f'value="{admin.password}"' in browser.page
    browser.open(application.flow()["auth_uri"]).send(username=admin.username)
    assert admin.password not in browser.page


def test_signing_out_ends_the_browser_s_session(application: Application, browser: Browser) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).sign_in(admin)
    address = f"{browser.running.addresses.login}/organizations/oauth2/v2.0/logout"
    assert browser.open(address).shows("Vous êtes déconnecté")
    assert browser.open(application.flow()["auth_uri"]).shows("Se connecter")


def test_signing_out_returns_to_a_registered_address_only(
    application: Application, browser: Browser
) -> None:
    address = f"{browser.running.addresses.login}/organizations/oauth2/v2.0/logout"
    browser.open(f"{address}?post_logout_redirect_uri={application.native_client}&state=a%26b")
    assert browser.landing is not None
    assert browser.landing.fields == {"state": "a&b"}
    browser.open(f"{address}?post_logout_redirect_uri=https://ailleurs.example/")
    assert browser.landing is None


def test_the_session_cookie_is_for_this_host_over_https_and_not_for_scripts(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).sign_in(admin)
    (cookie,) = [one for one in browser.http.cookies if one.name == COOKIE]
    assert cookie.secure
    assert cookie.has_nonstandard_attr("HttpOnly")
    assert cookie.path == "/"
    assert cookie.expires is None


def test_every_page_forbids_scripts_and_framing(application: Application, browser: Browser) -> None:
    address = application.flow()["auth_uri"]
    policy = browser.http.get(address, timeout=10).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_what_the_person_typed_is_shown_as_text(application: Application, browser: Browser) -> None:
    flow = application.flow(login_hint='"><img src=x>')
    assert "<img" not in browser.open(flow["auth_uri"]).page


def test_an_old_page_says_that_it_is_too_late(application: Application, browser: Browser) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"])
    first_page = browser.page
    browser.sign_in(admin)
    browser.page = first_page
    browser.send(username=admin.username)
    assert browser.status == 410
    assert browser.shows("Cette page n’est plus valable")


def test_no_page_wears_somebody_else_s_brand(application: Application, browser: Browser) -> None:
    browser.open(application.flow()["auth_uri"])
    assert "Démonstration – Microsoft 365 local" in browser.page
    assert '<html lang="fr">' in browser.page
    assert "Segoe" not in browser.page


@pytest.mark.parametrize(
    ("tenant", "query", "title"),
    [
        ("common", "client_id={client}", "Organisation inconnue"),
        ("ailleurs.example", "client_id={client}", "Organisation inconnue"),
        ("bijou.example", "client_id=x", "Application inconnue"),
        (
            "bijou.example",
            "client_id={client}&redirect_uri=https://ailleurs.example",
            "Adresse de retour refusée",
        ),
    ],
)
def test_an_administrator_s_consent_is_not_asked_by_strangers(
    application: Application, browser: Browser, tenant: str, query: str, title: str
) -> None:
    address = f"{browser.running.addresses.login}/{tenant}/adminconsent"
    browser.open(f"{address}?{query.format(client=application.msal.client_id)}")
    assert (browser.status, browser.landing) == (400, None)
    assert browser.shows(title)


def admin_consent_address(application: Application, redirect_uri: str) -> str:
    login = application.running.addresses.login
    query = f"client_id={application.msal.client_id}&redirect_uri={redirect_uri}"
    return f"{login}/bijou.example/v2.0/adminconsent?{query}"


def test_an_administrator_s_refusal_and_agreement_go_back_to_the_address(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    address = admin_consent_address(application, "http://localhost/retour")
    browser.open(address).send(username=admin.username).send(password=admin.password)
    assert browser.send(action="cancel").answer["error"] == "access_denied"
    assert browser.open(address).accept().answer["admin_consent"] == "True"


def test_without_an_address_an_administrator_s_choice_ends_on_a_page(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    address = admin_consent_address(application, "")
    browser.open(address).send(username=admin.username).send(password=admin.password)
    assert browser.send(action="cancel").shows("Connexion abandonnée")
    assert browser.open(address).accept().shows("Accord enregistré")
    strict = browser.running.people.with_role("accord-administrateur")
    assert not browser.running.desk.consents.missing(
        strict, application.msal.client_id, ["Group.ReadWrite.All"]
    )


@pytest.mark.parametrize("client_id", ["x", ""])
def test_an_unknown_application_is_told_on_a_page(
    application: Application, browser: Browser, client_id: str
) -> None:
    address, _, query = application.flow()["auth_uri"].partition("?")
    fields = dict(parse_qsl(query)) | {"client_id": client_id}
    assert browser.open(f"{address}?{urlencode(fields)}").shows("Application inconnue")
    assert browser.status == 400


def test_an_unknown_tenant_is_told_on_a_page(application: Application, browser: Browser) -> None:
    address = application.flow()["auth_uri"].replace("/organizations/", "/ailleurs.example/")
    assert browser.open(address).shows("Organisation inconnue")


def test_without_a_page_the_reason_names_what_is_missing(
    application: Application, browser: Browser
) -> None:
    people = browser.running.people
    first, second = people.with_role("administrateur"), people.with_role("utilisateur")
    browser.open(application.flow()["auth_uri"]).sign_in(first)
    browser.open(application.flow(["User.Read", "Sites.Read.All"], prompt="none")["auth_uri"])
    assert browser.answer["error"] == "interaction_required"
    browser.open(application.flow(prompt="login")["auth_uri"]).sign_in(second)
    browser.open(application.flow(prompt="none")["auth_uri"])
    assert browser.answer["error_description"].startswith("AADSTS16000: ")


def test_a_sample_that_does_not_exist_is_not_signed_in(
    application: Application, browser: Browser
) -> None:
    browser.open(application.flow()["auth_uri"]).send(account="personne@bijou.example")
    assert browser.alert.startswith("Ce compte n’existe pas")


def test_an_empty_field_is_asked_again(application: Application, browser: Browser) -> None:
    user = browser.running.people.with_role("double-authentification")
    browser.open(application.flow()["auth_uri"])
    assert browser.send(username=" ").alert.startswith("Remplissez")
    browser.send(username=user.username)
    assert browser.send(password="").alert.startswith("Remplissez")
    browser.send(password=user.password)
    assert browser.send(otp="").alert.startswith("Remplissez")


def test_leaving_a_page_and_coming_back_shows_the_same_step(
    application: Application, browser: Browser
) -> None:
    admin = browser.running.people.with_role("administrateur")
    browser.open(application.flow()["auth_uri"]).send(username=admin.username)
    action = browser.page.partition('action="')[2].partition('"')[0]
    assert browser.open(f"{browser.running.addresses.login}{action}").shows(
        "Entrer le mot de passe"
    )
