"""Common errors explained in the learner's language, with the traceback one click away.

`explain` turns an exception into a message (see `catalogue`), `attach` has a notebook show it
instead of the long traceback.
"""

import contextlib
import functools
import math
import re
import sys
import textwrap
import weakref
from collections.abc import Mapping
from html import escape
from typing import NamedTuple

from course_utils.i18n import T
from course_utils.live.clues import Clue, Place, own_places
from course_utils.records import marked, say

_ANSI = re.compile(r"\x1b\[[0-9;]*m")


# --- the explanation ----------------------------------------------------------------------------


class Explanation(NamedTuple):
    """A message, its look, and the one line of the exception's own text that says most."""

    message: str
    look: str
    gist: str


def explain(error: BaseException, names: Mapping[str, object]) -> str | None:
    """Explain an exception in the current language.

    Args:
        error: the exception, with its traceback; without one no line can be named.
        names: the namespace in which the learner's cells run. The frames of the traceback whose
            globals it is are the learner's own.

    Returns:
        What happened, why in all likelihood, what to do; then the learner's line. None when the
        catalogue has nothing to say.
    """
    found = _find(error, names)
    return found and found.message


def _find(error: BaseException, names: Mapping[str, object]) -> Explanation | None:
    from course_utils.live.catalogue import CATALOGUE  # large, and most lessons need none of it

    text = _ANSI.sub("", str(error))
    types = {kind.__name__ for kind in type(error).__mro__}
    place = functools.cache(lambda: next(reversed(own_places(error, names)), None))
    for entry in CATALOGUE:
        found = (pattern.search(text) for pattern in entry.patterns if entry.types & types)
        if (match := next(filter(None, found), None)) is None:
            continue
        if (message := entry.explanation(Clue(error, match, names, place()))) is not None:
            start = text.rfind("\n", 0, match.end()) + 1
            gist = text if len(text) <= 300 else text[start:].partition("\n")[0]
            message += _line(place(), entry.show)
            return Explanation(message, entry.look, textwrap.shorten(gist, 300))
    return None


def _line(place: Place | None, show) -> str:
    """Name the learner's line, and say what its variables are."""
    if place is None or not place.source:
        return ""
    where = str(place.number)
    if place.function:
        where += T(f", dans `{place.function}`", f", in `{place.function}`")
    source = place.source.replace("`", "'")
    line = T(f"\nLigne {where} : `{source}`", f"\nLine {where}: `{source}`")
    shown = list(place.named(show).items())[:4] if show else ()
    facts = ", ".join(f"`{name}` {show(value)}" for name, value in shown)
    return line + (f" ({facts})" if facts else "")


# --- in the notebook ----------------------------------------------------------------------------

_attached = weakref.WeakSet()


def attach(shell) -> None:
    """Have a notebook explain the errors of its cells and losses that are no longer numbers.

    Cells fail as they would without: same name and text of the error, same `sys.last_value`, `%tb`
    shows everything. Only the traceback that comes with the error is short, the whole of it being
    folded below the explanation. An error without explanation is shown as usual.

    Args:
        shell: the IPython shell, None outside of IPython. Attaching it again changes nothing.
    """
    if shell is None or shell in _attached:
        return
    _attached.add(shell)
    other_types, other = shell.custom_exceptions, shell.CustomTB  # Colab has one for ImportError

    def handle(shell, etype, value, tb, tb_offset=None):
        if _show(shell, etype, value, tb, tb_offset):
            return
        if issubclass(etype, other_types):
            other(etype, value, tb, tb_offset)
        else:
            shell.showtraceback((etype, value, tb), running_compiled_code=True)

    shell.set_custom_exc((Exception,), handle)
    shell.events.register("post_run_cell", _Losses(shell).look)


def _show(shell, etype, value, tb, tb_offset) -> bool:
    """Show an error with its explanation; return False, the ordinary traceback is due, without one."""
    try:
        explanation = _find(value, shell.user_ns)
        if explanation is None or hasattr(value, "_render_traceback_"):
            return False
        whole = shell.InteractiveTB.structured_traceback(etype, value, tb, tb_offset=tb_offset)
        whole = _ANSI.sub("", shell.InteractiveTB.stb2text(whole))
        head = f"{etype.__name__}: " if explanation.gist else etype.__name__
        short = [*_own_lines(value, shell.user_ns), head + explanation.gist]
        _say(explanation, whole)
        # IPython shows what this method returns instead of the traceback, and does the rest.
        value._render_traceback_ = lambda: short
    except Exception:  # a fault of ours must not hide the learner's
        return False
    try:
        shell.showtraceback((etype, value, tb), tb_offset=tb_offset)
    finally:
        del value._render_traceback_  # so that `%tb` shows the whole of it
    return True


def _own_lines(error: BaseException, names: Mapping[str, object]) -> list[str]:
    """Return the learner's lines in the traceback, without the middle of a long one."""
    lines = []
    for place in own_places(error, names):
        where = f"{place.number} ({place.function})" if place.function else f"{place.number}"
        if place.source and "run_cell_magic(" not in place.source:  # the line of `%%time`
            lines.append(T(f"Ligne {where} : {place.source}", f"Line {where}: {place.source}"))
    return lines if len(lines) < 6 else [*lines[:2], "…", *lines[-2:]]


def _say(explanation: Explanation, whole: str) -> None:
    title = T("Trace complète de l'erreur", "Full traceback of the error")
    hint = T(f"{title} : `%tb` dans une cellule.", f"{title}: `%tb` in a cell.")
    say(
        f"{explanation.message}\n{hint}",
        explanation.look,
        html=marked(explanation.message).replace("\n", "<br>")
        + f"<details><summary>{escape(title)}</summary><pre>{escape(whole)}</pre></details>",
    )


class _Losses:
    """Tells once of each training of the learner's whose loss is no longer a number."""

    def __init__(self, shell):
        self.shell = shell
        self.told = []  # the histories: kept, so that no other can take their identity

    def look(self, result=None) -> None:
        """Look at the trainings that variables hold, after a cell."""
        if (keras := sys.modules.get("keras")) is None:
            return
        for name, value in list(self.shell.user_ns.items()):
            with contextlib.suppress(Exception):  # the learner's variables can be anything
                if isinstance(value, keras.Model):  # `model.fit(…)` without a variable
                    value = value.history
                if isinstance(value, keras.callbacks.History) and not name.startswith("_"):
                    self._judge(name, value.history)

    def _judge(self, name: str, history: dict) -> None:
        losses = history.get("loss") or [0.0]
        if math.isfinite(losses[-1]) or any(history is told for told in self.told):
            return
        self.told.append(history)
        epoch = next(i for i, loss in enumerate(losses, 1) if not math.isfinite(loss))
        what = T("NaN, « pas un nombre »,", "NaN, “not a number”,")
        if math.isinf(losses[-1]):
            what = T("infinie", "infinite")
        say(
            T(
                f"La perte est {what} dès l'époque {epoch} (`{name}`) : les poids du modèle sont "
                "sans doute perdus. Le plus souvent, le taux d'apprentissage est trop grand ; ou bien les "
                "entrées ne sont pas mises à l'échelle ou contiennent des NaN (`np.isnan(x).any()`), "
                "ou une formule prend le logarithme de 0 ou divise par 0. Corrigez, réexécutez la "
                "cellule qui construit le modèle, puis entraînez-le avec un taux dix fois plus petit.",
                f"The loss is {what} from epoch {epoch} on (`{name}`): the weights of the model are "
                "probably lost. Most often the learning rate is too large; or else the inputs are not scaled "
                "or contain NaN (`np.isnan(x).any()`), or a formula takes the logarithm of 0 or "
                "divides by 0. Correct this, run the cell that builds the model again, then train it "
                "with a learning rate ten times smaller.",
            ),
            "fail",
        )
