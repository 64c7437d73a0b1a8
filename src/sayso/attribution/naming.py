"""How a source is identified: a person's name, an office, nobody in particular, media, a document.

Also takes a source's words apart into the name and what is said of it: `Norlandic presidential aide Halvar Tun` is `Halvar Tun`, who is
a `Norlandic presidential aide`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.attribution.grammar import COORDINATORS, DAYS, DETERMINERS, PREPOSITIONS, PRONOUNS, SUBORDINATORS
from sayso.countries import find
from sayso.model import Naming

__all__ = [
    "AGENCIES",
    "BODY_WORDS",
    "DOCUMENTS",
    "FIRM_WORDS",
    "MEDIA",
    "ROLE_WORDS",
    "can_speak",
    "classify",
    "describes_person",
    "head",
    "is_institution",
    "is_role",
    "split_name",
]

_WORD = re.compile(r"(?:[A-Z]\.)+|[^\W_][\w.'’\-&]*")
MEDIA = frozenset(
    "media newspaper newspapers press outlet outlets channel channels broadcaster broadcasters network networks "
    "website websites portal portals magazine "
    "magazines daily weekly tabloid tabloids agency agencies newswire wire reports report news radio television tv "
    "editorial editors blog blogs bloggers paper papers "
    "journal gazette herald tribune times post guardian telegraph chronicle observer mirror mail sun star standard "
    "express courier examiner inquirer "
    "bulletin dispatch sentinel globe independent economist columnist correspondents dawn newsroom".split()
)
AGENCIES = frozenset(
    "AP AFP BBC CNN IANS ANI PTI TASS Tass RIA Reuters Bloomberg Xinhua APP Anadolu NHK NBC ABC CBS NPR PBS MSNBC DPA "
    "dpa DW RT Sputnik Interfax Kyodo Yonhap "
    "Jazeera Mayadeen Politico Axios Breitbart Novosti Kommersant Izvestia Vedomosti Haaretz Ynet Nikkei Asahi Mehr "
    "Fars IRNA SANA KCNA WAM SPA UPI ITV CBC CTV Fox "
    "France-Presse HuffPost BuzzFeed Forbes Newsweek Vox WikiLeaks Buzzfeed".split()
)
DOCUMENTS = frozenset(
    "statement statements release communique communiqué document documents report reports letter memo survey poll "
    "polls study studies filing transcript readout note email e-mail tweet tweets "
    "complaint indictment affidavit bill law constitution book article data figures findings analysis research "
    "dossier cable record records notice message post "
    "lawsuit petition ruling verdict order manifesto resolution treaty advertisement ad caption video footage emails".split()
)
_UNNAMED = frozenset(
    "source sources official officials insider insiders person people analyst analysts expert experts witness "
    "witnesses diplomat diplomats aide aides adviser advisers advisor advisors observers "
    "resident residents critics supporters voters lawmakers politicians opponents activists protesters leaders "
    "executive executives employee employees officer officers "
    "man woman men women some others many authorities politician everyone students family relatives friend friends "
    "lawyer colleague economists scientists bosses nurses doctors workers managers neighbours neighbors teachers parents passengers "
    "farmers miners organisers organizers traders soldiers".split()
)
_OFFICES = frozenset(
    "ministry ministries government embassy consulate mission department office administration spokesperson spokesman "
    "spokeswoman spokespeople spokesmen spokespersons presidency parliament senate "
    "congress house council cabinet army navy military police court commission committee agency bureau authority "
    "authorities company firm corporation group party union association organisation "
    "organization foundation institute university bank board campaign team force forces command secretariat "
    "directorate palace state kingdom republic federation service services court tribunal club "
    "federation league church vatican side sides country countries nation delegation prosecutors prosecutor "
    "chancellery court guard".split()
)
_BODIES = frozenset(
    "patrol protection watch international front movement alliance coalition militia forum society fund corps hospital school college "
    "academy airlines".split()
)
"""Words that end the name of an organisation but mean something else elsewhere, so only the last word of a source is held to them."""
FIRM_WORDS = frozenset(
    "airways rail railway railways semiconductor semiconductors motors petroleum pharmaceuticals pharma foods industries holdings systems "
    "technologies mutual insurance stores clinics shipping electronics telecom logistics breweries rovers united fc afc sc".split()
)
"""Words with a capital that only names of firms and clubs hold."""
_TITLES = frozenset(
    "president minister premier chancellor governor mayor senator congressman congresswoman ambassador secretary marshal spokesman "
    "spokeswoman spokesperson chairman chairwoman director ceo leader rep. sen. gov. gen. col. lt. dr. mr. mrs. ms. mr mrs ms "
    "pope".split()
)
"""Titles that stand directly before a name and are no name themselves, unlike `King` or `Judge`."""
_GROUPS = frozenset("group party company firm organisation organization government administration campaign militia movement".split())
_POSSESSIVES = ("'s", "’s", "s'", "s’")
_ROLES = frozenset(
    "president vice prime minister premier foreign deputy secretary ambassador envoy consul consul-general chancellor "
    "king queen prince princess pope bishop archbishop sheikh imam general colonel major captain "
    "lieutenant admiral sergeant commander chief director chairman chairwoman chair ceo governor mayor senator "
    "representative congressman congresswoman rep. sen. gov. gen. col. lt. maj. capt. adm. dr. mr. mrs. ms. mr mrs ms "
    "dr professor prof. prof judge justice attorney spokesman spokeswoman spokesperson speaker leader adviser advisor "
    "aide special assistant to the of for and state defence defense interior finance trade health press former acting "
    "senior presidential officer analyst professor counsellor counselor commissioner sir lord lady dame republican "
    "democrat democratic republicans democrats gop nominee candidate union affairs external security national "
    "treasury editor reporter journalist author coach manager player lawmaker official officials army navy police "
    "military ministry embassy department house white campaign presumptive "
    "first media energy economy industry agriculture education justice information culture tourism communications "
    "government federal u.s. us uk hon. rt st. staff strategist party head".split()
)
ROLE_WORDS = _ROLES - {"the", "to", "of", "for", "and", "us", "uk", "u.s.", "house", "white", "campaign", "will", "may"}
"""Words that may stand before a name as its title."""
BODY_WORDS = _OFFICES | _BODIES
"""Words in the names of institutions and organisations."""
_PEOPLE = frozenset(
    "republican democrat independent lawmaker legislator congressman congresswoman senator representative priest pastor cleric rabbi "
    "theologian author writer blogger scholar academic scientist economist historian doctor physician surgeon agent coach "
    "manager player golfer athlete striker goalkeeper defender midfielder champion veteran winner singer actor actress artist musician "
    "star celebrity billionaire businessman businesswoman mogul tycoon candidate nominee frontrunner contender strategist "
    "activist native teenager mother father son daughter brother sister wife husband widow boy girl driver teacher student "
    "farmer worker pilot soldier pensioner".split()
)
"""Words for a person that name no institution: `the congressman` speaks for himself until the article says who he is."""
_CALLINGS = frozenset(
    "founder owner manager lawyer counsel delegate deputy boss treasurer curator conductor trainer warden principal "
    "headmaster headmistress head captain vicar abbot prior dean rector vicar-general negotiator".split()
)
"""More words for what one person does, behind which a name is that person's."""
_BEHIND = frozenset("familiar close aware privy briefed knowledgeable involved sympathetic loyal present".split())
"""Words that stand behind the one that they describe: `people familiar with the talks`."""
_ONE_PERSON = (_ROLES | _PEOPLE | _UNNAMED) - _OFFICES
_PARTICLES = frozenset("de da del della di van von der den bin ibn al el la le ben abu ap".split())
_FUNCTION = DETERMINERS | PREPOSITIONS | PRONOUNS | COORDINATORS | SUBORDINATORS | DAYS
_NOT_IN_NAMES = _OFFICES | _BODIES | FIRM_WORDS | _UNNAMED | MEDIA | (_FUNCTION - {"may", "will", "june", "april", "august"})


def _words(text: str) -> list[str]:
    return [word.rstrip("'’") for word in _WORD.findall(text)]


def head(text: str) -> str:
    """Return the main word of a source, in lower case.

    >>> head("Sources in Moscow"), head("a spokesman for the ministry"), head("the Harbour Gazette")
    ('sources', 'spokesman', 'gazette')
    >>> head("two people familiar with the talks")
    'people'
    """
    words = _words(text)
    for index, word in enumerate(words):
        if index and word.lower() in PREPOSITIONS:
            return words[index - 1 - (index > 1 and words[index - 1].lower() in _BEHIND)].lower()
    return words[-1].lower() if words else ""


def split_name(text: str) -> tuple[str, str]:
    """Return the personal name that ends a source's words and the words before it; the name is empty if there is none.

    >>> split_name("Norlandic presidential aide Halvar Tun")
    ('Halvar Tun', 'Norlandic presidential aide')
    >>> split_name("the trade ministry")
    ('', 'the trade ministry')
    """
    bare = re.sub(r"\s*\([^()]*\)\s*$", "", text)
    words = list(_WORD.finditer(bare))
    start = len(words)
    while start and _may_name(words, start - 1):
        start -= 1
    while start < len(words) and _titles(words[start].group()):
        start += 1
    start = _past_titles([word.group() for word in words], start)
    if start == len(words) or not _is_person([word.group() for word in words[start:]], [word.group() for word in words[:start]]):
        return "", text
    cut = words[start].start()
    name = re.sub(r"['’]s?$", "", bare[cut:].strip(" ,.'’"))
    return name.rsplit(")", 1)[-1].rsplit("(", 1)[-1].strip(), bare[:cut].strip()


def _past_titles(words: Sequence[str], start: int) -> int:
    """Where the name begins after a title or owner inside a run of capitals: `Texas Governor Rick Perry`, `the Gazette's Ada Orne`."""
    inside = [index for index in range(start, len(words) - 1) if words[index].lower() in _TITLES or words[index].endswith(_POSSESSIVES)]
    return inside[-1] + 1 if inside else start


def _belongs_to(before: Sequence[str]) -> bool:
    """Whether a name only says whose somebody is: `a senior aide to President Orne`, but not `Special Assistant to the Premier Orne`."""
    lowered = [word.lower() for word in before]
    at = next((index for index, word in enumerate(lowered) if word in PREPOSITIONS), 0)
    if not at:
        return False
    if lowered[0] in ("a", "an"):
        return True
    plain = before[at - 1][0].islower() or lowered[at - 1] in _UNNAMED or lowered[at] == "for"
    return plain and lowered[-1] in _TITLES | _GROUPS


def _may_name(words: Sequence[re.Match[str]], index: int) -> bool:
    word = words[index].group()
    return word[0].isupper() or (word.lower() in _PARTICLES and 0 < index < len(words) - 1)


def _titles(word: str) -> bool:
    lower = word.lower()
    return lower in _ROLES or lower in _FUNCTION or find(word) is not None or lower in _PARTICLES


def _is_person(name: Sequence[str], before: Sequence[str]) -> bool:
    if len(name) > 5 or any(word.lower() in _NOT_IN_NAMES or word in AGENCIES for word in name):
        return False
    if len(name) == 1 and (name[0].isupper() and len(name[0]) > 1):
        return False
    inner = bool(before) and before[-1].lower() in DETERMINERS | PREPOSITIONS
    return not inner and not _belongs_to(before) and find(" ".join(name)) is None


def classify(text: str) -> Naming:
    """Return how a source's own words identify it; a pronoun is unnamed until it is resolved.

    >>> [classify(words).value for words in ("Halvar Tun", "the trade ministry", "Sources in Moscow", "local media", "a statement")]
    ['named', 'office', 'unnamed', 'media', 'document']
    """
    words = _words(text)
    lowered = [word.lower() for word in words]
    if not words or (lowered[0] in PRONOUNS and len(words) == 1):
        return Naming.UNNAMED
    if split_name(text)[0]:
        return Naming.NAMED
    main = head(text)
    if _is_media(words, lowered, main):
        return Naming.MEDIA
    if main in DOCUMENTS:
        return Naming.DOCUMENT
    if (main in _UNNAMED and main not in _OFFICES) or describes_person(text):
        return Naming.UNNAMED
    return _office_or_not(words, lowered, main)


def _is_media(words: Sequence[str], lowered: Sequence[str], main: str) -> bool:
    if main in ("report", "reports"):
        return (
            any(word in MEDIA - {"report", "reports"} for word in lowered) or main == "reports" or any(word in AGENCIES for word in words)
        )
    if main in MEDIA and main not in (
        "agency",
        "agencies",
        "post",
        "network",
        "times",
        "mail",
        "sun",
        "star",
        "standard",
        "express",
        "paper",
        "papers",
        "independent",
        "guard",
    ):
        return True
    if main in MEDIA:
        return "news" in lowered or words[-1][0].isupper() or main in ("paper", "papers", "network")
    return any(word in AGENCIES for word in words) or main in ("news", "journalist", "journalists", "reporter", "columnist")


def _office_or_not(words: Sequence[str], lowered: Sequence[str], main: str) -> Naming:
    firm = any(word[0].isupper() and word.lower() in FIRM_WORDS for word in words)
    if firm or main in _OFFICES | _BODIES or any(word in _OFFICES for word in lowered) or find(" ".join(words)) or find(words[-1]):
        return Naming.OFFICE
    capital = [word for word in words if word[0].isupper() and word.lower() not in _FUNCTION]
    if not capital or main in _UNNAMED:
        return Naming.OFFICE if main in _ROLES and lowered[0] == "the" else Naming.UNNAMED
    if main in _FUNCTION or (main not in _ROLES and not any(word.lower() == main and word[0].isupper() for word in words)):
        return Naming.UNNAMED
    acronym = words[-1].isupper() and len(words[-1]) > 1
    return Naming.OFFICE if acronym or lowered[0] in ("the", "a", "an") or main in _ROLES else Naming.NAMED


def is_institution(text: str) -> bool:
    """Return whether words mean a body, not somebody who speaks for it.

    >>> is_institution("the government"), is_institution("the government spokesman")
    (True, False)
    """
    main = head(text)
    return main in _OFFICES and not main.startswith("spokes") and not main.startswith("prosecutor")


def describes_person(text: str) -> bool:
    """Return whether words such as `the 48-year-old` or `the Jesuit priest` describe one person without naming anybody.

    >>> describes_person("The San Diego Republican"), describes_person("the ministry")
    (True, False)
    """
    words = _words(text)
    main = head(text)
    return len(words) > 1 and (main in _PEOPLE or main.endswith("-year-old"))


def is_role(text: str) -> bool:
    """Return whether words are those of one person's office or calling.

    >>> is_role("its founder"), is_role("the ministry's lawyer"), is_role("the bridge"), is_role("the ministry")
    (True, True, False, False)
    """
    main = head(text)
    return main in _CALLINGS or main.startswith("spokes") or (main in _ONE_PERSON and not main.endswith("s"))


def can_speak(text: str) -> bool:
    """Return whether lower-case words without an article are likely to be a speaker: `officials`, but not `talks`.

    >>> can_speak("police"), can_speak("talks")
    (True, False)
    """
    words = _words(text)
    first = words[0].lower() if words else ""
    if first in ("he", "she", "they", "it", "we", "i", "one", "another", "many", "some", "others"):
        return True
    main = head(text)
    named = any(word[0].isupper() for word in words)
    return first not in ("its", "their", "this") and (named or main in _UNNAMED | _OFFICES | MEDIA | DOCUMENTS | _ROLES)
