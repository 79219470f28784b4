"""The words that say a place follows, or that it does not; no name of a place is among them."""

from __future__ import annotations

import re

#: After these a place follows, whatever else the word may mean.
CUES = frozenset(
    {"in", "te", "uit", "vanuit", "vanaf", "rond", "rondom", "omgeving", "nabij", "from", "near", "around", "yn", "ut"}
)
#: These say that a municipality follows, also in small letters.
SAYS_MUNICIPALITY = frozenset({"gemeente", "dorp", "stad", "plaats", "woonplaats", "municipality", "city", "town"})
#: After these a place may follow that is known to be one.
TOWARDS = frozenset({"naar", "nei", "bij", "op", "to", "gemeenten", "regio", "at", "tussen", "between"})
WEAK_CUES = TOWARDS | {"en", "of", "and", "or", "voor", "for", "heel", "half"}
#: Parts of surnames: what follows is a family, not a town.
SURNAME_PARTS = frozenset({"van", "de", "den", "der", "ter", "ten", "familie", "stichting", "huize", "villa"})
#: After these follows a family.
TITLES = frozenset(
    {"meneer", "mevrouw", "heer", "dhr", "mevr", "mw", "mr", "mrs", "ms", "drs", "dr", "ir", "ing", "prof", "familie"}
    | {"directeur", "wethouder", "burgemeester", "advocaat", "notaris", "dokter", "professor"}
)
#: Houses with a name of their own, that is often as fair as a village's: "Verpleeghuis Zorgvlied".
HOUSES = frozenset(
    {"verpleeghuis", "verzorgingshuis", "zorgcentrum", "woonzorgcentrum", "zorghuis", "hospice", "zorggroep", "hotel"}
    | {"cafe", "restaurant", "landgoed", "kasteel", "camping", "boerderij", "zorgboerderij", "kinderboerderij", "hoeve"}
    | {"manege", "basisschool", "huize", "villa", "stichting"}
)
#: What is called after the town where it was signed.
SIGNED = frozenset({"verdrag", "vrede", "akkoord", "conventie", "treaty", "peace"})
#: The singular of having, saying and wanting: what stands before it at the start of a sentence is a name.
SAYS = frozenset(
    {"heeft", "zegt", "wil", "vraagt", "vindt", "geeft", "krijgt", "eist", "belooft", "weigert", "kent", "stelt"}
    | {"beloofde", "had", "wilde", "vroeg", "zei", "says", "wants", "asks"}
)
#: Who does this in a place is there: "wij zitten in".
LOCATED = frozenset({"zit", "zitten", "woon", "woont", "wonen", "gevestigd", "werkzaam", "starten", "beginnen", "live"})
#: After the name of a place the sentence goes on with one of these; after a word it goes on with that word's noun.
GOES_ON = frozenset(
    {"en", "of", "maar", "want", "met", "waar", "aan", "bij", "op", "sinds", "als", "voor", "and", "with"}
)
#: Two of these make a text English.
ENGLISH = frozenset({"the", "and", "our", "my", "with", "for", "from", "you", "they", "are", "this", "that"})
FOREIGN = re.compile(r"(?:belgi|vlaam|duits|frans|engels|noors|deens|zweeds|zwitsers|surinaams|amerikaans)[a-z]*e")
#: After these follows a part of a town, whose name may be that of a village elsewhere.
SAYS_DISTRICT = frozenset({"wijk", "buurt", "stadsdeel", "woonwijk", "district", "neighbourhood"})
PROVINCE = frozenset({"provincie", "provincies", "province", "provinces"})
#: These tie the names of a list together.
AND = frozenset({"en", "of", "and", "or", "tot", "naar", "to"})
SIGNS = frozenset({",", "/", "&", "+"})
DIRECTIONS = frozenset(
    {"noord", "oost", "zuid", "west", "midden", "noordoost", "zuidwest", "zuidoost", "noordwest", "centrum", "stad"}
)
#: A word of so many letters before a name is a thing ("Zuivelfabriek"), a shorter one may be a first name ("Jan").
LONGER_THAN_FIRST_NAMES = 8
#: Initials ("OSS") are no longer than this.
LONGEST_INITIALS = 4
