"""Style limits of a lesson (DESIGN, "A lesson"): one sentence for each that is not kept.

A limit is a function of the lesson that yields sentences "where: what, limit, what to do";
the lists at the end say which limits hold for which lessons.
"""

import ast
import re
from collections.abc import Iterator
from html import unescape
from types import SimpleNamespace
from urllib.parse import unquote, urlsplit

from course_utils.authoring.localize import split_solution, translate_code
from course_utils.authoring.markup import CODE, FENCE, MATH, TAG, TARGET, URL
from course_utils.authoring.paths import lesson_names, notebook_path
from course_utils.authoring.render import EXERCISE, SOURCE_ONLY, expand, header, tasks_of
from course_utils.authoring.source import Cell, Lesson, pairs
from course_utils.i18n import LANGUAGES
from course_utils.speaking import speaking

OBJECTIVES, BLOCKS, WORDS, LINES, WIDTH = 5, (3, 6), 120, 16, 100
EXERCISES, HINTS, QUESTIONS, OPTIONS, ALT = 3, 3, (4, 6), (2, 6), 20
PARAMETERS = ["profile", "data", "seed"]
SECTIONS = {
    "fr": ["Erreurs fréquentes", "À retenir", "Glossaire", "Références", "Et ensuite"],
    "en": ["Common errors", "What to remember", "Glossary", "References", "What comes next"],
}

_TABLE = re.compile(r"^[ \t]*\|.*$", re.MULTILINE)
_RULE = re.compile(r"^[ \t|:-]+$", re.MULTILINE)  # the line under the head of a table
# The title of a reference, after its year: it keeps the typography of its own language.
_CITED = re.compile(r"(?<=\(\d{4}\), )\*[^*\n]+\*")
_DOI = re.compile(r"(?:doi\.org/|\bdoi:\s?)([^\s\]>]+)", re.IGNORECASE)
_HEADING = re.compile(r"^(#{1,6}) +(.+?) *$", re.MULTILINE)


def style_problems(lesson: Lesson) -> list[str]:
    """Return one sentence for each limit that the lesson does not keep.

    Lesson 00 is no lesson of the template: only the limits of language and cells hold for it.

    Raises:
        CourseError: a code cell cannot be put into one language.
    """
    limits = EVERYWHERE if lesson.number == "00" else EVERYWHERE + TEMPLATE
    return [problem for limit in limits for problem in limit(lesson)]


# --- the parts of a lesson --------------------------------------------------------------------


def _markdown(lesson: Lesson) -> Iterator[tuple[Cell, str, str]]:
    """Yield (cell, language, text without code fences) for both languages of each text."""
    for cell in lesson.cells:
        if cell.kind == "markdown":
            for lang in LANGUAGES:
                yield cell, lang, FENCE.sub("", cell.text(lang))


def _code(lesson: Lesson) -> list[Cell]:
    return [c for c in lesson.cells if c.kind == "code" and SOURCE_ONLY not in c.tags]


def _calls(lesson: Lesson, *names: str) -> Iterator[tuple[Cell, ast.Call]]:
    for cell in _code(lesson):
        for node in ast.walk(ast.parse(cell.code)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) in names:
                yield cell, node


def _tasks(lesson: Lesson):
    try:
        return tasks_of(lesson)
    except ModuleNotFoundError:
        return SimpleNamespace(TASKS=(), QUIZ=())


def _headings(lesson: Lesson, lang: str, level: int = 2) -> list[str]:
    texts = "\n\n".join(text for _, one, text in _markdown(lesson) if one == lang)
    return [m[2] for m in _HEADING.finditer(texts) if len(m[1]) == level]


# --- limits of cells and language -------------------------------------------------------------


def _words(lesson):
    for cell, lang, text in _markdown(lesson):
        for pattern, instead in ((MATH, " "), (_TABLE, " "), (TARGET, "]"), (TAG, " ")):
            text = pattern.sub(instead, text)
        count = sum(any(map(str.isalnum, word)) for word in URL.sub(" ", text).split())
        if count > WORDS:
            yield f"{cell.where}: {count} words in {lang}, at most {WORDS}: shorten it or split the cell."


def _code_size(lesson):
    for cell in _code(lesson):
        worst, wide = 0, {}
        for lang in LANGUAGES:
            code = translate_code(cell.code, lang, cell.where)
            stub, solution = split_solution(code, lang) if EXERCISE in cell.tags else (code, code)
            worst = max(worst, _code_lines(stub))
            for line in [*stub.splitlines(), *solution.splitlines()]:
                if len(line) > WIDTH:
                    wide.setdefault(line.strip(), (lang, len(line)))
        if worst > LINES:
            yield f"{cell.where}: {worst} lines of code, at most {LINES}: split the cell."
        for line, (lang, length) in wide.items():
            yield (
                f"{cell.where}: a line of {length} characters in {lang}, at most {WIDTH}: break the line "
                f"{line[:50]!r}…"
            )


def _code_lines(code: str) -> int:
    """Count the lines that are neither blank, nor comment, nor docstring."""
    skipped = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and ast.get_docstring(node):
            skipped.update(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    lines = enumerate(map(str.strip, code.splitlines()), 1)
    return sum(bool(line) and line[0] != "#" and i not in skipped for i, line in lines)


def _alternatives(lesson):
    for cell, call in _calls(lesson, "show", "explore"):
        given = [k.value for k in call.keywords if k.arg == "alt"] + call.args[1:2]
        texts = given[0].args if given and isinstance(given[0], ast.Call) else []
        if len(texts) != 2 or getattr(given[0].func, "id", None) != "T":
            yield (
                f"{cell.where}: {call.func.id}() without a bilingual alternative text: say what the figure "
                f"shows, alt=T(…, …)."
            )
            continue
        for lang, text in zip(LANGUAGES, texts, strict=True):
            length = len(ast.unparse(text).removeprefix("f")) - 2  # without the quotation marks
            if length < ALT:
                yield (
                    f"{cell.where}: {call.func.id}() has an alternative text of {length} characters in {lang}, "
                    f"at least {ALT}: say what the figure shows."
                )


def _french(lesson):
    prose = {lesson.meta[key]["fr"] for key in ("title", "next")} | {
        *lesson.meta["objectives"]["fr"],
        *(cell.fr for cell in lesson.cells),
    }
    for pair in pairs(lesson):
        text = unescape(FENCE.sub(" ", pair.fr))
        # A letter stands for what is left out, so that the punctuation after it is still judged.
        for pattern in (CODE, MATH, TARGET, TAG, URL, _CITED):
            text = pattern.sub("]x" if pattern is TARGET else "x", text)
        text = _RULE.sub("", text)
        for found in re.finditer(r"\S*[^\s;:!?…(\[|][;:!?](?=[\s)\]»*_\"']|$)", text):
            yield (
                f"{pair.where}: French text has no space before the last character of {found[0]!r}: put a "
                f"no-break space there."
            )
        if pair.fr in prose and "«" not in text and re.search(r'["“][^"“”\n]+["”]', text):
            yield f"{pair.where}: English quotation marks in French text: write « … »."


def _same_structure(lesson):
    for cell in lesson.cells:
        if cell.kind == "markdown":
            french, english = _structure(cell.fr), _structure(cell.en)
            for what, there in french.items():
                if there != english[what]:
                    yield (
                        f"{cell.where}: {what} differ, {there} in French and {english[what]} in English: "
                        f"make the two alike."
                    )


def _structure(text: str) -> dict:
    bare = FENCE.sub("", text)
    math = CODE.sub("", bare)
    return {
        "levels of headings": [len(m[1]) for m in _HEADING.finditer(bare)],
        "numbers of code fences": len(FENCE.findall(text)),
        "numbers of formulas": len(MATH.findall(math)),
        "numbers of images": math.count("![") + math.count("<img"),
        "numbers of links": len(TARGET.findall(math)) + len(URL.findall(TARGET.sub("", math))),
        "numbers of {{…}}": bare.count("{{"),
    }


# --- limits of the template -------------------------------------------------------------------


def _objectives(lesson):
    for lang in LANGUAGES:
        count = len(lesson.meta["objectives"][lang])
        if not 1 <= count <= OBJECTIVES:
            yield f"{lesson.name}.py, header: {count} objectives in {lang}, 1 to {OBJECTIVES}: choose."


def _parameters(lesson):
    cells = [cell for cell in lesson.cells if "parameters" in cell.tags]
    body = ast.parse(cells[0].code).body if len(cells) == 1 else []
    lines = [ast.unparse(statement) for statement in body]
    if sorted(lines) != sorted(f"{name} = None" for name in PARAMETERS):
        yield (
            f"{lesson.name}.py: {len(cells)} cells tagged `parameters` with {lines}, exactly one that sets "
            f"{', '.join(PARAMETERS)} to None: write it so."
        )


def _blocks(lesson):
    for lang in LANGUAGES:
        numbers = [int(m[1]) for h in _headings(lesson, lang) if (m := re.match(r"(\d+)\. ", h))]
        low, high = BLOCKS
        if not low <= len(numbers) <= high or numbers != list(range(1, len(numbers) + 1)):
            yield (
                f"{lesson.name}.py: blocks numbered {numbers} in {lang}, {low} to {high} of them: number the "
                f"headings `## 1. …`, `## 2. …` without a gap."
            )


def _exercises(lesson):
    tasks, used = {task.name: task for task in _tasks(lesson).TASKS}, []
    for before, cell in zip([None, *lesson.cells], lesson.cells, strict=False):
        if EXERCISE not in cell.tags:
            continue
        used.append((re.findall(r"^def (\w+)\(", cell.code, re.MULTILINE) or ["(no function)"])[-1])
        task = tasks.get(used[-1])
        if task is None:
            yield f"{cell.where}: {used[-1]} is no task, every exercise has one: add it to TASKS."
            continue
        for lang in LANGUAGES:
            text = before.text(lang) if before is not None else ""
            stars = [m[2].count("★") for m in _HEADING.finditer(text) if "★" in m[2]]
            if stars != [task.stars]:
                yield (
                    f"{cell.where}: statement with {stars or 'no'} stars in {lang}, the task has {task.stars}: write "
                    f"a heading with {'★' * task.stars} in the Markdown cell just before."
                )
    if len(used) < EXERCISES:
        yield f"{lesson.name}.py: {len(used)} exercises, at least {EXERCISES}: add some."
    for name, task in tasks.items():
        if name not in used:
            yield f"tasks/{lesson.slug}.py: task {name} is in no exercise cell: use it or remove it."
        if len(task.hints) != HINTS:
            yield f"tasks/{lesson.slug}.py: task {name} has {len(task.hints)} hints, exactly {HINTS}: adapt."


def _quiz(lesson):
    where, questions = f"tasks/{lesson.slug}.py", _tasks(lesson).QUIZ
    if not QUESTIONS[0] <= len(questions) <= QUESTIONS[1]:
        yield f"{where}: a quiz of {len(questions)} questions, {QUESTIONS[0]} to {QUESTIONS[1]}: adapt."
    for number, question in enumerate(questions, 1):
        options = question.options
        if not OPTIONS[0] <= len(options) <= OPTIONS[1]:
            yield f"{where}: question {number} has {len(options)} options, {OPTIONS[0]} to {OPTIONS[1]}: adapt."
        if sum(option.right for option in options) != 1:
            yield f"{where}: question {number} has not one right option, exactly one: mark it."
        if not all(text.strip() for option in options for text in option.feedback):
            yield f"{where}: question {number} has an option without feedback, each has one: write it."
    if not any(_calls(lesson, "quiz")):
        yield f"{lesson.name}.py: the quiz is never shown: call quiz() once."


def _sections(lesson):
    for lang, wanted in SECTIONS.items():
        last = _headings(lesson, lang)[-len(wanted) :]
        if len(last) != len(wanted) or any(
            w.lower() not in h.lower() for w, h in zip(wanted, last, strict=True)
        ):
            yield (
                f"{lesson.name}.py: the last sections in {lang} are {last}, in this order {wanted}: add or move."
            )


def _references(lesson):
    for lang in LANGUAGES:
        title = SECTIONS[lang][3]
        whole = "\n\n".join(cell.text(lang) for cell in lesson.cells if cell.kind == "markdown")
        found = re.search(rf"^## [^\n]*{title}(.*?)(?=^## |\Z)", whole, re.M | re.S | re.I)
        text = found[1] if found else ""
        if not _DOI.search(text) and "https://" not in text:
            yield f"{lesson.name}.py, {title}: no DOI or https address, at least one: cite a source."
        for doi in _DOI.findall(whole):
            doi = doi.rstrip(".,;*")
            if doi.count(")") > doi.count("("):
                doi = doi[: doi.rindex(")")]
            if not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
                yield f"{lesson.name}.py: {doi!r} is no DOI, 10.NNNN/…: correct it."


def _explorer(lesson):
    if not any(_calls(lesson, "explore")):
        yield f"{lesson.name}.py: no explorer, at least one: call explore()."


# --- links ------------------------------------------------------------------------------------


def link_problems(lesson: Lesson) -> list[str]:
    """Return one sentence for each link that leads nowhere (the network is not asked).

    A relative link must lead to a file, or to a notebook that the build will write, from the
    generated notebook of its language; an address must have the form of one.
    """
    found = []
    notebooks = {notebook_path(name, lang) for name in lesson_names() for lang in LANGUAGES}
    for lang in LANGUAGES:
        folder = notebook_path(lesson.name, lang).parent
        with speaking(lang):
            texts = [(f"{lesson.name}.py, header", header(lesson, lang))]
            for cell, one, text in _markdown(lesson):
                if one == lang:
                    texts.append((cell.where, expand(text, lesson, lang, cell.where)))
        for where, text in texts:
            for target in _targets(CODE.sub("", text)):
                if target.startswith(("http://", "https://")):
                    host = urlsplit(target).netloc
                    if " " in target or not re.fullmatch(r"[\w-]+(\.[\w-]+)+(:\d+)?", host):
                        found.append(f"{where}: {target!r} is no address in {lang}: correct it.")
                elif not target.startswith(("#", "mailto:", "data:")):
                    path = (folder / unquote(target.partition("#")[0])).resolve()
                    if not path.exists() and path not in notebooks:
                        found.append(f"{where}: {target!r} leads nowhere in {lang}: correct it.")
    return found


def _targets(text: str) -> list[str]:
    inside = [re.sub(r'\s+"[^"]*"$', "", t).strip(" <>") for t in TARGET.findall(text)]
    inside += re.findall(r"<(?:img|a)\b[^>]*?\b(?:src|href)=[\"']([^\"']+)", text)
    return inside + [u.rstrip(".,;:)*") for u in URL.findall(TAG.sub("", TARGET.sub("", text)))]


EVERYWHERE = [_words, _code_size, _alternatives, _french, _same_structure]
TEMPLATE = [
    _objectives,
    _parameters,
    _blocks,
    _exercises,
    _quiz,
    _sections,
    _references,
    _explorer,
]
