"""What a cell tells the executor: a small JSON record beside what the learner sees.

A record travels in the same output as its text, under a private MIME type that every
front end ignores, so learners see a sentence and `course run` sees data.
"""

import json
import re
from collections.abc import Callable
from html import escape

RECORD = "application/vnd.course.record+json"
_BOLD = re.compile(r"\*\*(\S(?:.*?\S)?)\*\*")

# Symbol, colour: state is told by symbol and words, a bar of colour only repeats it. The text
# keeps the page's own colour: none of these has a contrast of 4.5 on white and on black.
_LOOK = {
    "ok": ("✓", "#009e73"),
    "fail": ("✗", "#d55e00"),
    "todo": ("○", "#0072b2"),
    "note": ("•", "#777777"),
}
_listeners: list[Callable[[dict], None]] = []


def listen(listener: Callable[[dict], None]) -> None:
    """Have `listener` called with every record that this process leaves from now on."""
    _listeners.append(listener)


def tell(record: dict) -> None:
    """Give a record to the listeners of this process, without any output."""
    for listener in _listeners:
        listener(record)


def in_notebook() -> bool:
    """Return whether a Jupyter kernel runs this code."""
    try:
        from IPython import get_ipython
    except ModuleNotFoundError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None


def marked(text: str) -> str:
    """Escape a text for HTML and turn `backquotes` into <code>, **asterisks** into <strong>."""
    parts = escape(text).split("`")
    return "".join(
        f"<code>{part}</code>" if i % 2 else _BOLD.sub(r"<strong>\1</strong>", part)
        for i, part in enumerate(parts)
    )


def barred(body: str, look: str) -> str:
    """Return HTML beside a bar in the colour of `look` ("ok", "fail", "todo" or "note")."""
    bar = f"border-left:4px solid {_LOOK[look][1]};padding:.2em .8em;margin:.2em 0"
    return f'<div style="{bar}">{body}</div>'


def say(text: str, look: str = "note", record: dict | None = None, html: str | None = None) -> None:
    """Show one message and, with `record`, leave a JSON record in the same output.

    Args:
        text: the message, plain; its line breaks are kept.
        look: "ok", "fail", "todo" or "note".
        record: JSON-serialisable dictionary with a "type" key.
        html: a richer body than the escaped `text`.
    """
    if record is not None:
        tell(record)
    symbol, _ = _LOOK[look]
    if not in_notebook():
        print(symbol, text)
        return
    from IPython.display import display

    body = html or marked(text).replace("\n", "<br>")
    bundle = {
        "text/plain": f"{symbol} {text}",
        "text/html": barred(f"<strong>{symbol}</strong> {body}", look),
    }
    if record is not None:
        bundle[RECORD] = json.loads(json.dumps(record))
    display(bundle, raw=True)
