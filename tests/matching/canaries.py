"""Invented personal data by the thousand, each in a text of its own."""

import random

#: Words that stand in no dictionary, so that a trace of one is a trace of a canary.
SYLLABLES = ("zwil", "krop", "bref", "vank", "dost", "mulp", "grin", "tolf", "wesk", "plud")


class Canaries:
    """Makes invented personal data, each with a text around it and the bytes that must not show."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def digits(self, many: int) -> str:
        """Return ``many`` digits, none of them the first zero."""
        return str(self._random.randint(10 ** (many - 1), 10**many - 1))

    def word(self) -> str:
        """Return a word that nobody uses."""
        return "".join(self._random.choice(SYLLABLES) for _ in range(3))

    def bsn(self) -> str:
        """Return a number that passes the test of eleven."""
        while True:
            number = self.digits(9)
            weights = [9, 8, 7, 6, 5, 4, 3, 2, -1]
            if sum(int(digit) * weight for digit, weight in zip(number, weights, strict=True)) % 11 == 0:
                return number

    def make(self, number: int) -> tuple[str, str]:
        """Return the canary with this number, and a text in which it stands."""
        word = self.word()
        local, name = f"{word}.{self.word()}", f"{word.title()} van der {self.word().title()}"
        postcode = f"{self.digits(4)} {self._random.choice(('XK', 'VB', 'QW'))} {self.digits(2)}"
        plate = f"{self._random.choice(('XZ', 'GK', 'RV'))}-{self.digits(3)}-{self._random.choice('KRZ')}"
        kinds = (
            (f"{local}@example.nl", "Mail mij op {} over een lening voor onze bakkerij."),
            (f"06-{self.digits(8)}", "Bel {} als u weet waar wij een werkplaats huren."),
            (f"+31 6 {self.digits(8)}", "Ons nummer is {}, wie meet onze impact?"),
            (f"NL{self.digits(2)}ABNA{self.digits(10)}", "Stort de lening op {} graag."),
            (self.bsn(), "Mijn medewerker heeft bsn {} en krijgt loonkostensubsidie."),
            (self.digits(8), "Wij staan als {} in het handelsregister (KvK) en zoeken een pand."),
            (plate, "De bus met kenteken {} mag niet meer in het centrum rijden."),
            (postcode, "Het pand aan de {} heeft geen horecavergunning."),
            (name, "Mijn naam is {} en ik zoek geld voor een machine."),
            (f"{self.digits(1)} mei 19{self.digits(2)}", "Ik ben geboren op {} en wil nog beginnen."),
        )
        canary, text = kinds[number % len(kinds)]
        return canary, text.format(canary)


def planted(many: int = 1000) -> list[tuple[str, str]]:
    """Return ``many`` canaries, each with its text; the same ones every time."""
    canaries = Canaries(seed=20)
    return [canaries.make(number) for number in range(many)]
