"""What in a Markdown text is not prose: patterns for code, formulas, links and tags."""

import re

FENCE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
MATH = re.compile(r"\$\$.+?\$\$|(?<!\\)\$(?=\S)[^$]+?(?<=[^\s\\])\$", re.DOTALL)
TARGET = re.compile(r"\]\(((?:[^()]|\([^()]*\))*)\)")
TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
URL = re.compile(r"https?://[^\s<>\"]+")
