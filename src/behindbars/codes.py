"""Codes that a text may have been meant to be."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import SequenceMatcher

_TWO_AND_THREE = (
    "ACASC ADAND AEARE AGATG AMARM AOAGO AQATA ATAUT AWABW AXALA BABIH BBBRB BDBGD BIBDI "
    "BJBEN BNBRN BQBES BSBHS BYBLR BZBLZ CDCOD CFCAF CGCOG CKCOK CLCHL CNCHN CVCPV CWCUW "
    "DKDNK EEEST EHESH FKFLK FMFSM FOFRO GDGRD GFGUF GLGRL GNGIN GPGLP GQGNQ GSSGS GWGNB "
    "GYGUY IEIRL ILISR IQIRQ JMJAM KMCOM KPPRK KRKOR KYCYM KZKAZ LRLBR LYLBY MEMNE MFMAF "
    "MGMDG MOMAC MPMNP MQMTQ MTMLT MVMDV MXMEX MZMOZ NUNIU PFPYF PGPNG PKPAK PLPOL PMSPM "
    "PNPCN PTPRT PWPLW PYPRY RSSRB SBSLB SCSYC SESWE SISVN SKSVK SNSEN SRSUR SVSLV SZSWZ "
    "TDTCD TFATF TMTKM TNTUN TRTUR TVTUV UAUKR UYURY WFWLF YTMYT"
)
"""Codes of ISO 3166-1 of two letters, each with the one of three that does not begin with them."""
_THREE = {pair[:2]: pair[2:] for pair in _TWO_AND_THREE.split()}
_ALIKE = 0.6  # ratio of equal letters from which a text is taken for a misspelt code


def nearest(text: str, known: Iterable[str]) -> str | None:
    """Give the code that differs in case only, or the one that looks most like the text, if one does.

    A code of three letters or fewer looks like too many others: KZ is as near to KGZ as to KAZ. But KZ is also
    a country's code of two letters, and means KAZ.
    """
    known = list(known)
    if country := _country(text.strip().upper(), known):
        return country
    text = text.strip().casefold()
    codes = {code.casefold(): code for code in known}
    if text in codes:
        return codes[text]
    alike = {code: SequenceMatcher(None, code, text).ratio() for code in codes if len(code) > 3}
    best = [code for code, ratio in alike.items() if ratio == max(_ALIKE, *alike.values())]
    return codes[best[0]] if len(best) == 1 else None


def _country(two: str, known: Collection[str]) -> str | None:
    """Give the code of three letters that stands for a country's of two, if it is known."""
    if len(two) != 2 or two in known or two.lower() in known:
        return None
    if two in _THREE:
        return _THREE[two] if _THREE[two] in known else None
    others = set(_THREE.values())
    like = [code for code in known if len(code) == 3 and code.isupper() and code.startswith(two)]
    found = [code for code in like if code not in others]
    return found[0] if len(found) == 1 else None


def suggest(text: str, known: Iterable[str], otherwise: str) -> str:
    """Write the remedy for an unknown code: the nearest one, or what to do otherwise."""
    code = nearest(text, known)
    return f"Perhaps {code!r} was meant." if code else otherwise
