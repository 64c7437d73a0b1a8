"""Languages are told from the text alone, the same way each time."""

from __future__ import annotations

import pytest

from sayso.articles import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norland denies that it has signed a contract with Vesturia for the mill.", "en"),
        ("Le ministère dément avoir signé un contrat pour la construction de l'aciérie, selon un communiqué publié vendredi.", "fr"),
        ("Das Ministerium bestreitet, einen Vertrag über den Bau des Stahlwerks unterzeichnet zu haben.", "de"),
        ("Министерство опровергло сообщения о подписании контракта на строительство завода.", "ru"),
        ("मंत्रालय ने कहा कि इस्पात संयंत्र के लिए किसी अनुबंध पर हस्ताक्षर नहीं किए गए हैं।", "hi"),
        ("وزارت خارجہ نے کہا ہے کہ اسٹیل مل کے کسی معاہدے پر دستخط نہیں ہوئے ہیں۔", "ur"),
        ("外交部周五表示，双方没有签署任何合同，会谈将在秋季继续进行。", "zh"),
        ("外務省は金曜日、契約には署名していないと述べた。", "ja"),
        ("외교부는 금요일에 계약이 체결되지 않았다고 밝혔다.", "ko"),
        ("Oster", "und"),
        ("2025 - 41 %", "und"),
        ("", "und"),
    ],
)
def test_languages(text: str, expected: str) -> None:
    """A script decides where it can, the classifier where it must, and a short text is left open."""
    assert detect(text) == expected
