"""Tells a word of thanks from a question: kk, ru, en, their spellings, and emoji alone."""

import re

WORDS = re.compile(r"[^\W\d_]+")
STRETCHED = re.compile(r"(.)\1{2,}")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# At least one of these, or an emoji of EMOJI, makes it a thank-you …
CORE = _words(
    """
    рахмет рақмет ракмет рахмед рхмт рахметтер алғыс raqmet rahmet rakhmet
    спасибо спс спасиб пасиб пасибо спасибки спасибочки благодарю благодарен благодарна
    thanks thank thx ty ок окей ok okay okey жарайды жақсы жаксы түсіндім тусиндим түсінікті
    тусиникти понял поняла понятно ясно ладно хорошо принято good great
    """
)
# … and only these may stand beside it.
BESIDE = _words(
    """
    көп коп үлкен улкен мың мын сізге сизге сіздерге сиздерге сіз де бәріне барлығы барлығына
    жауап жауабыңызға жауабынызга жауаптарыңызға кеңесіңізге кенесинизге көмегіңізге комегинизге
    үшін ушин шын жүректен алла аллах разы риза болсын болыңыз болыныз аман мен
    большое огромное вам тебе вас за ответ ответы помощь консультацию совет подсказку всё все очень
    от души сердца я так и ну you very much so a lot for the answer your help it got all
    """
)
EMOJI = frozenset("👍🙏❤💚💙💛🧡💜🤍👌🤝😊🙂😇🥰😍🌹💐🌷✅👏🤗💪☺")
DRESS = frozenset("\ufe0f\u200d🏻🏼🏽🏾🏿")


def is_thanks(text: str) -> bool:
    """Whether a message only says thank you, fine, or understood: no question is in it."""
    if "?" in text or any(letter.isdigit() for letter in text):
        return False
    words = [STRETCHED.sub(r"\1", word) for word in WORDS.findall(text.lower())]
    signs = {sign for sign in text if ord(sign) > 0x2000} - DRESS
    known = all(word in CORE or word in BESIDE for word in words)
    thankful = any(word in CORE for word in words) or (not words and bool(signs & EMOJI))
    return thankful and known and len(words) <= 8
