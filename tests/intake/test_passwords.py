"""Passwords are kept as slow hashes, and easy ones are refused."""

import pytest

from intake.errors import RefusedInput
from intake.passwords import Passwords, cheap_hasher, check_new_password, production_hasher

PASSWORDS = Passwords(cheap_hasher())
EMAIL = "medewerker@example.nl"


class TestPasswords:
    def test_recognises_the_password_that_was_hashed(self):
        assert PASSWORDS.fits(PASSWORDS.hashed("vier gele fietsen"), "vier gele fietsen")

    def test_refuses_another_password(self):
        assert not PASSWORDS.fits(PASSWORDS.hashed("vier gele fietsen"), "vijf gele fietsen")

    def test_refuses_everything_where_there_is_no_hash(self):
        assert not PASSWORDS.fits(None, "nobody")

    def test_refuses_everything_where_the_hash_is_damaged(self):
        assert not PASSWORDS.fits("geen hash", "vier gele fietsen")

    def test_never_gives_the_same_hash_twice(self):
        assert PASSWORDS.hashed("vier gele fietsen") != PASSWORDS.hashed("vier gele fietsen")

    def test_finds_a_hash_outdated_that_was_made_with_other_parameters(self):
        assert Passwords(production_hasher()).outdated(PASSWORDS.hashed("vier gele fietsen"))


class TestCheckNewPassword:
    @pytest.mark.parametrize(
        ("password", "code"),
        [
            ("elf tekens!", "too_short"),
            ("x" * 201, "too_long"),
            ("MEDEWERKER@example.nl", "is_email"),
            ("mijn medewerker@example.nl", "is_email"),
            ("Wachtwoord123!", "too_common"),
            ("Welkom 2026!!", "too_common"),
            ("123456789012", "too_common"),
            ("ababababababab", "too_common"),
        ],
    )
    def test_refuses_what_somebody_would_guess(self, password, code):
        with pytest.raises(RefusedInput) as refusal:
            check_new_password(password, EMAIL)

        assert (refusal.value.field, refusal.value.code) == ("password", code)

    def test_takes_a_sentence(self):
        check_new_password("vier gele fietsen", EMAIL)
