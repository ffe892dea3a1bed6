"""English rules keep silent on other languages."""

from __future__ import annotations

import pytest

from promptlint.text.language import detect


@pytest.mark.parametrize("language, text", [
    ("en", "You are a helpful assistant. Do not lie to the user."),
    ("de", "Du bist ein hilfreicher Assistent und antwortest nicht auf Fragen, die mit der Firma nichts zu tun haben."),
    ("fr", "Vous êtes un assistant qui répond aux questions des clients sur les commandes et les retours."),
    ("es", "Eres un asistente que responde a las preguntas de los clientes sobre el estado de su pedido."),
    ("zh", "你是一个乐于助人的助手，请用中文回答用户的问题。"),
    ("ja", "あなたは親切なアシスタントです。質問に答えてください。"),
    ("ru", "Ты полезный помощник и отвечаешь на вопросы клиентов."),
    ("und", "Hi"),
    ("und", ""),
    ("en", "You translate for the user. 例：你好。 Answer in the language of the text."),
])  # fmt: skip
def test_language(language: str, text: str) -> None:
    assert detect(text) == language


def test_short_english_rules_are_no_portuguese() -> None:
    """ "a" and "as" are words of both."""
    assert detect("Use a decimal comma.\nValues take a decimal point, as in 3.5.") == "en"
    assert detect("Responda a todas as perguntas do cliente e não use jargão.") == "pt"
