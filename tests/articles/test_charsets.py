"""Forty pages and texts in encodings that are declared, undeclared, declared wrongly, cut off or applied twice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.articles import read_bytes
from sayso.articles.encoding import decode
from sayso.model import Outcome, Reading

TEXTS = {
    "ru": "Министерство иностранных дел Норландии сообщило в пятницу, что договор о строительстве завода в Остере не подписан. "
    "Посол сказала, что переговоры продолжаются и что сумма не названа.",
    "zh": "诺兰外交部星期五表示，没有签署在奥斯特建造钢铁厂的合同。大使说，谈判仍在继续，双方没有提到任何金额。记者在港口等了两天。",
    "zh-old": "諾蘭外交部星期五表示，沒有簽署在奧斯特建造鋼鐵廠的合同。大使說，談判仍在繼續，雙方沒有提到任何金額。記者在港口等了兩天。",
    "ja": "ノルランド外務省は金曜日、オステルに製鉄所を建設する契約には署名していないと発表した。大使は協議が続いていると述べた。",
    "ja-marks": "ノルランド外務省は金曜日、①契約には署名していない、②協議は続いていると発表した。大使は金額について何も述べなかった。",
    "ko": "놀란드 외무부는 금요일 오스터에 제철소를 건설하는 계약에 서명하지 않았다고 밝혔다. 대사는 협의가 계속되고 있다고 말했다.",
    "ar": "قالت وزارة الخارجية في نورلاند يوم الجمعة إن عقد بناء مصنع الصلب في أوستر لم يوقع. وقالت السفيرة إن المحادثات مستمرة.",
    "ur": "وزارت خارجہ نے جمعہ کو کہا کہ سٹیل کے معاہدے پر دستخط نہ ہوئے۔ سفارت کار نے کہا کہ بات جارے ہے اور اس کا ذکر نہ ہوا۔".replace(
        "۔", "."
    ).replace("ی", "ي"),
    "el": "Το υπουργείο Εξωτερικών της Νορλανδίας ανακοίνωσε την Παρασκευή ότι δεν υπογράφηκε σύμβαση για το χαλυβουργείο στο Όστερ.",
    "tr": "Norland Dışişleri Bakanlığı cuma günü Oster'de çelik fabrikası sözleşmesinin imzalanmadığını söyledi. Görüşmeler sürüyor.",
    "pl": "Ministerstwo oświadczyło w piątek, że nie podpisano umowy na budowę huty. Ambasador dodała, że rozmowy trwają.",
    "fr": "Le ministère norlandais a déclaré vendredi qu'aucun contrat n'avait été signé pour l'aciérie. Les négociations continuent déjà.",
    "fr-marks": "Le ministère a déclaré vendredi : « aucun contrat n’a été signé » — et l’ambassadrice l’a répété à l’été, à Oster…",
    "de": "Das Außenministerium erklärte am Freitag, für das Stahlwerk sei kein Vertrag geschlossen worden. Die Gespräche gingen fort.",
    "he": "משרד החוץ של נורלנד מסר ביום שישי כי לא נחתם חוזה להקמת מפעל הפלדה באוסטר. השגרירה אמרה כי השיחות נמשכות.",
    "th": "กระทรวงการต่างประเทศนอร์แลนด์กล่าวเมื่อวันศุกร์ว่ายังไม่มีการลงนามในสัญญาก่อสร้างโรงงานเหล็กในออสเตอร์",
    "en": "Norland’s ministry said on Friday that no contract had been signed for the mill — “nobody has seen one,” the envoy said.",
}
# Text, encoding, what the page declares (None: nothing), and whether the encoding had to be guessed.
CASES = (
    ("ru", "cp1251", "windows-1251", False),
    ("ru", "cp1251", None, True),
    ("ru", "cp1251", "iso-8859-1", True),
    ("ru", "cp1251", "utf-8", True),
    ("ru", "koi8-r", "koi8-r", False),
    ("ru", "koi8-r", None, True),
    ("ru", "koi8-r", "windows-1251", True),
    ("ru", "iso-8859-5", "iso-8859-5", False),
    ("ru", "utf-8", "windows-1251", False),
    ("ru", "utf-16-le", None, False),
    ("zh", "gbk", "gb2312", False),
    ("zh", "gbk", None, True),
    ("zh", "gbk", "utf-8", True),
    ("zh", "gbk", "iso-8859-1", True),
    ("zh", "gb18030", "gb18030", False),
    ("zh", "utf-8", "gbk", False),
    ("zh-old", "big5", "big5", False),
    ("zh-old", "big5", None, True),
    ("ja", "shift_jis", "shift_jis", False),
    ("ja-marks", "cp932", "shift_jis", False),
    ("ja", "euc_jp", "euc-jp", False),
    ("ja", "iso-2022-jp", "iso-2022-jp", False),
    ("ja", "shift_jis", None, True),
    ("ko", "cp949", "euc-kr", False),
    ("ko", "euc_kr", None, True),
    ("ar", "cp1256", "windows-1256", False),
    ("ar", "cp1256", None, True),
    ("ar", "iso-8859-6", "iso-8859-6", False),
    ("ur", "cp1256", "windows-1256", False),
    ("ur", "cp1256", "utf-8", True),
    ("el", "iso-8859-7", "iso-8859-7", False),
    ("tr", "iso-8859-9", "iso-8859-9", False),
    ("pl", "iso-8859-2", "iso-8859-2", False),
    ("pl", "cp1250", None, True),
    ("fr", "iso-8859-15", "iso-8859-15", False),
    ("fr-marks", "cp1252", "iso-8859-1", False),
    ("fr-marks", "cp1252", None, True),
    ("fr", "cp1252", "utf-8", True),
    ("de", "cp1252", None, True),
    ("he", "cp1255", "windows-1255", False),
    ("th", "cp874", "tis-620", False),
    ("en", "cp1252", "us-ascii", False),
    ("en", "utf-8-sig", "windows-1252", False),
    ("en", "utf-16", "utf-8", False),
    ("en", "utf-16-be", None, False),
    ("en", "utf-32", None, False),
    ("en", "utf-32-le", None, False),
    ("en", "utf-32-be", None, False),
)


def page(text: str, encoding: str, declared: str | None) -> bytes:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<!doctype html><html><head>{meta}<title>Oster</title></head><body><p>{text}</p>\n<p>{text}</p></body></html>".encode(encoding)


def reading_of(data: bytes, name: str = "page.html") -> Reading:
    (reading,) = read_bytes(data, name)
    return reading


def test_there_are_as_many_as_asked_for() -> None:
    """Forty or more, no two alike."""
    assert len(set(CASES)) == len(CASES) >= 40


@pytest.mark.parametrize(("text", "encoding", "declared", "guessed"), CASES, ids=str)
def test_a_page_is_read_in_its_own_letters(text: str, encoding: str, declared: str | None, guessed: bool) -> None:
    """Every letter is the letter that was written, and a guess is said to be one."""
    reading = reading_of(page(TEXTS[text], encoding, declared))
    assert reading.article is not None
    assert TEXTS[text] in reading.article.text
    assert reading.outcome is (Outcome.PARTIAL if guessed else Outcome.OK)
    assert ("guessed-encoding" in [problem.code for problem in reading.problems]) is guessed


@pytest.mark.parametrize("name", ["ru", "fr", "zh", "en"])
def test_letters_that_were_encoded_twice_are_told(name: str) -> None:
    """What a system has stored as Windows-1252 although it was UTF-8 is kept as it is, and said."""
    twice = TEXTS[name].encode("utf-8").decode("cp1252", "ignore" if name != "ru" else "replace")
    reading = reading_of(page(twice, "utf-8", "utf-8"))
    assert "twice-encoded" in [problem.code for problem in reading.problems]
    assert reading.outcome is Outcome.PARTIAL


@pytest.mark.parametrize("name", sorted(TEXTS))
def test_sound_letters_are_not_taken_for_twice_encoded(name: str) -> None:
    """No language's own letters look so."""
    assert [problem.code for problem in reading_of(page(TEXTS[name], "utf-8", "utf-8")).problems] == []


@pytest.mark.parametrize("cut", [1, 2])
def test_a_page_that_ends_within_a_letter_is_still_utf_8(cut: int) -> None:
    """The letters before the end are read, and the damage is told."""
    data = f"<html><body><p>{TEXTS['ru']}</p><p>{TEXTS['ru']} и".encode()[:-cut]
    reading = reading_of(data)
    assert reading.article is not None
    assert TEXTS["ru"] in reading.article.text
    assert reading.outcome is (Outcome.PARTIAL if cut == 1 else Outcome.OK)


def test_one_bad_byte_does_not_turn_a_page_into_another_language() -> None:
    """The bad byte is a replacement sign."""
    data = page(TEXTS["fr-marks"] + "XX" + TEXTS["ru"], "utf-8", "utf-8").replace(b"XX", b"\xff")
    reading = reading_of(data)
    assert reading.article is not None
    assert TEXTS["ru"] in reading.article.text
    assert "\ufffd" in reading.article.text


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data: bytes) -> None:
    """Whatever the bytes, there is a text, and the same bytes give the same text."""
    assert decode(data) == decode(data)


@given(st.text(max_size=200))
def test_utf_8_is_never_guessed(text: str) -> None:
    """What can be UTF-8 is."""
    data = text.encode("utf-8", "replace")
    assert not decode(data).guessed
