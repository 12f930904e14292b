"""What is no word and passes both converters untouched (practice.md §6.2 rule 8)."""

import re

from ils.text.apostrophes import APOSTROPHES

_NOT_WORDS = r"""
    %\(\w+\)[#0+\ -]*[\d.]*[a-zA-Z] | %%                          # %(count)s
  | %[sdif](?![^\W\d_])
  | \{\{.*?\}\} | \{%.*?%\} | \{[^{}\n]*\}                         # {name}
  | <!--.*?--> | <(code|kbd|samp|pre|script|style)\b[^<>]*>.*?</\1>
  | </?[A-Za-z][^<>]*>
  | &(?:\#\d+|\#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);
  | (?:https?|ftp|mailto|tg):\S+ | www\.\S+
  | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ | (?<!\w)@\w+                     # e-mail, @handle
  | (?<![\w.])(?:[a-z0-9-]+\.)+(?:uz|ru|com|org|net|info|edu|gov|io|local)\b(?:/\S*)?
  | (?<!\w)\.(?:mrk|mnu|mrc|iso|txt)\b | (?<!\w)cp\d+ | (?<!\w)Code\ 128 | MARC-in-JSON
  | (?<!\w)(?:bath|bib)\.[a-z]+(?:\ all)?
  | (?<!\w)[A-Za-z0-9_-]+\.(?:pdf|csv|mrk|mnu|xlsx?|docx?|json|xml|mrc|txt|html?|zip|toml|ini|db|py|iso|log)\b
  | (?<![^\W_])[A-Za-z0-9]*_[A-Za-z0-9_]+ | (?<!\S)--[a-z][\w-]*   # SETTING_NAME, --option
  | \$[a-z0-9](?!\w) | \^[a-z](?!\w)                               # subfield codes of MARC and IRBIS
  | (?:Ctrl|Alt|Shift|Cmd|Win)(?:\+\w+)+
  | (?<!\w)[A-Z]+\d[\w.]*(?!\w) | (?<!\w)\d+[A-Z]+(?!\w)           # F1, A4, MARC21
  | (?<!\w)[А-ЯЎҚҒҲ]{1,2}\d[\d.]*(?:\([^()\s]*\))?[\d.]*(?!\w)     # class and author marks: Ш5(2), К21
  | (?<!\w)\d[\d.]*\([^()\s]*[^\W\d_][^()\s]*\)[\d.]*              # 84(5Ў)6
"""

_LETTERS = r"(?:[^\W\d_]|[\u0300-\u036f])+"
_WORD = rf"{_LETTERS}(?:[{APOSTROPHES}]{_LETTERS})*(?:(?<=[oOgG])[{APOSTROPHES}])?"

# The group `word` is empty when a span was met that is no word.
WORDS = re.compile(f"{_NOT_WORDS} | (?P<word>{_WORD})", re.X | re.S)
COMPOUNDS = re.compile(f"{_NOT_WORDS} | (?P<word>{_WORD}(?:-{_WORD})*)", re.X | re.S)
