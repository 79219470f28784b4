"""Countries: a Dutch name beside one of these is a town abroad, and none of these is a misspelt town."""

_COUNTRY_WORDS = """
belgie belgium vlaanderen wallonie duitsland germany luxemburg frankrijk france
engeland england schotland ierland ireland brittannie verenigd uk noorwegen norway zweden sweden denemarken denmark
finland ijsland spanje spain portugal italie italy zwitserland switzerland oostenrijk austria griekenland greece
turkije turkey polen poland tsjechie hongarije roemenie bulgarije kroatie servie oekraine ukraine rusland russia
marokko morocco tunesie algerije egypte syrie syria irak iraq iran afghanistan eritrea ethiopie somalie soedan
nigeria ghana kenia kenya oeganda uganda zuidafrika afrika africa amerika america canada mexico brazilie brazil
suriname curacao aruba bonaire antillen indonesie indonesia india nepal china japan azie asia australie europa europe
"""
#: What lies abroad.
ABROAD = frozenset(_COUNTRY_WORDS.split())
#: This country is no town either, though a hamlet bears its name.
THIS_COUNTRY = frozenset({"nederland", "holland", "netherlands"})
