"""The page checker can fail: each thing it looks for is found when it is wrong."""

import pytest

from tests.web.pages import problems

GOOD = """<!doctype html>
<html lang="nl"><head><title>Uw vraag — Impactloket</title><script src="/a.js"></script></head>
<body><main id="inhoud"><h1>Uw vraag</h1>
<p>Tekst met <a href="#inhoud">een link</a>.</p><img src="/a.svg" alt="">
<form method="post" class="loket-form"><input type="hidden" name="csrf_token" value="x">
<label for="naam">Naam</label><input id="naam" name="naam" aria-describedby="naam-hint"><p id="naam-hint">Hulp</p>
<textarea id="vraag" aria-label="Vraag">{{ getypt }} None</textarea></form>
<form method="get" class="loket-form"><input id="q" aria-label="Zoek"></form>
<table><caption>Vragen</caption><tr><td>1</td></tr></table>
<p dir="auto">Wat iemand {{ typte }}</p>
</main></body></html>"""


class TestProblems:
    def test_finds_nothing_wrong_with_a_good_page(self):
        assert problems(GOOD) == []

    def test_finds_nothing_wrong_when_the_language_is_the_active_one(self):
        assert problems(GOOD, "nl") == []

    def test_finds_a_page_in_another_language_than_the_active_one(self):
        assert problems(GOOD, "en") == ["<html lang> is ['nl'], not ['en']"]

    @pytest.mark.parametrize(
        ("right", "wrong", "problem"),
        [
            ('<html lang="nl">', "<html>", "<html lang> is [None], not ['nl', 'en']"),
            ('<html lang="nl">', '<html lang="fr">', "<html lang> is ['fr'], not ['nl', 'en']"),
            ("<h1>Uw vraag</h1>", "", "0 <h1> elements"),
            ("<h1>Uw vraag</h1>", "<h1>Uw</h1><h1>vraag</h1>", "2 <h1> elements"),
            ("<h1>Uw vraag</h1>", "<h1> </h1>", "an empty <h1>"),
            ('<main id="inhoud">', '<main id="inhoud"><main></main>', "2 <main> elements"),
            ("<title>Uw vraag —", "<title> —", "the <title> is ['— Impactloket']"),
            ('<p id="naam-hint">', '<p id="naam-hint"></p><p id="naam-hint">', "the id 'naam-hint' is there 2 times"),
            ('<label for="naam">', '<label for="mis">', "a <label> for 'mis', which is not there"),
            ('<label for="naam">Naam</label>', "", "a field 'naam' without a label"),
            ('"naam-hint">Hulp', '"anders">Hulp', "aria-describedby names 'naam-hint', which is not there"),
            ('href="#inhoud"', 'href="#elders"', "a link to '#elders'"),
            ('href="#inhoud"', 'href=""', "a link to ''"),
            ('name="csrf_token"', 'name="anders"', "a <form> that sends without csrf_token"),
            ('method="post" class="loket-form"', 'method="post"', "a <form> that components/form.html did not write"),
            (' alt=""', "", "an <img> without alt"),
            ("<caption>Vragen</caption>", "", "a <table> without caption or aria-label"),
            ("<table>", '<table style="color: red">', "an inline style on <table>"),
            ("<table>", '<table onclick="a()">', "an inline onclick on <table>"),
            ("<table>", "<style>p {}</style><table>", "an inline <style>"),
            ('<script src="/a.js">', "<script>", "an inline <script>"),
            ('href="#inhoud"', 'href="javascript:a()"', "a javascript: address on <a>"),
            ("Tekst met", "Tekst {{ met }}", "left over: 'Tekst {{ met }}'"),
            ("Tekst met", "Team None, ", "left over: 'Team None,'"),
            ("Tekst met", "%(num)d vragen", "left over: '%(num)d vragen'"),
            ('id="inhoud"', 'id="inhoud" class="None"', "left over: \"class='None'\""),
            ("<p>Tekst", "<p><div></div>Tekst", "<div> stands inside a <p>"),
            ("</a>.</p>", "</a>.", "</main> closes <p>"),
            ('<img src="/a.svg"', '<img src="/a.svg" src="/b.svg"', "<img> has an attribute twice"),
        ],
    )
    def test_finds(self, right, wrong, problem):
        assert GOOD.count(right) >= 1, "this case changes nothing"

        assert problem in problems(GOOD.replace(right, wrong, 1))

    def test_leaves_an_english_sentence_that_starts_with_none_alone(self):
        assert problems(GOOD.replace("Tekst met", "None of these")) == []
