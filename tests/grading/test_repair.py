"""Whatever was handed in, what is graded is our notebook with the student's answers in it."""

import copy
import json
import random
import re
import time

import nbformat
import pytest
from demo_kit import ANSWERS, cell, plain_json, solve, sources
from nbformat.v4 import new_code_cell, new_markdown_cell

from course_utils.grading.assignment import Variant
from course_utils.grading.repair import mend, read
from course_utils.i18n import use_language

CODE = [name for name in ANSWERS if name.endswith("-answer")]
MANY = "copies|exemplaires"


@pytest.fixture
def fresh(demo):
    use_language("en")
    return demo.notebook("fr", Variant(11, 12), "ana")


@pytest.fixture
def solved(fresh):
    return solve(fresh)


@pytest.fixture
def other(demo):
    """The solved notebook of a classmate."""
    return solve(demo.notebook("fr", Variant(21, 22), "bob"))


def assert_ours(made, fresh):
    """Everything but answers and extra cells is the release's: roles, points, values, checks."""
    nbformat.validate(made, relax_add_props=False)
    assert len({c.id for c in made.cells}) == len(made.cells)
    nbformat.writes(made).encode()  # can be written
    kept = [c for c in made.cells if not c.id.startswith("extra-")]
    assert [c.id for c in kept] == [c.id for c in fresh.cells]
    assert made.metadata == fresh.metadata
    for new, old in zip(kept, fresh.cells, strict=True):
        assert (new.metadata, new.cell_type) == (old.metadata, old.cell_type)
        if not old.metadata.get("nbgrader", {}).get("solution"):
            assert new.source == old.source
    for own in made.cells:
        if own.id.startswith("extra-"):
            assert "nbgrader" not in own.metadata
        assert not own.get("outputs")
    first = [c.id for c in made.cells].index("examples")
    assert not any(c.id.startswith("extra-") for c in made.cells[: first + 1])


def answers(made):
    return {name: cell(made, name).source for name in ANSWERS}


def checked(handed, fresh):
    """Mend, verify what always holds, return (notebook, flags)."""
    before = nbformat.writes(fresh)
    made, flags = mend(handed, fresh)
    assert_ours(made, fresh)
    assert nbformat.writes(fresh) == before  # the release is not touched
    again, _ = mend(made, fresh)  # nbgrader's own step mends once more
    assert nbformat.writes(again) == nbformat.writes(made)
    for flag in flags:
        assert 5 < len(flag) < 200 and "\n" not in flag
    return made, flags


def position(notebook, source):
    [found] = [i for i, text in enumerate(sources(notebook)) if text == source]
    return found


def places(made):
    return {c.id: i for i, c in enumerate(made.cells)}


def index(notebook, name):
    return notebook.cells.index(cell(notebook, name))


def mark(notebook, name):
    return cell(notebook, name).metadata.nbgrader


# --- what is in order ----------------------------------------------------------------------------


def test_an_untouched_release_stays_as_it_is(fresh):
    made, flags = checked(copy.deepcopy(fresh), fresh)
    assert nbformat.writes(made) == nbformat.writes(fresh)
    assert flags == []


def test_answers_are_kept_to_the_letter(fresh, solved):
    made, flags = checked(solved, fresh)
    assert answers(made) == ANSWERS and flags == []


# --- faults that lose nothing --------------------------------------------------------------------


def delete(*names):
    def fault(nb):
        nb.cells = [
            c for c in nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") not in names
        ]

    return fault


def edit(name, source):
    def fault(nb):
        cell(nb, name).source = source

    return fault


def role(name, **changes):
    def fault(nb):
        mark(nb, name).update(changes)

    return fault


def duplicate(name, source=None, at=None):
    def fault(nb):
        twin = copy.deepcopy(cell(nb, name))
        twin.source = source or twin.source
        nb.cells.insert(index(nb, name) + 1 if at is None else at, twin)

    return fault


def strip(ids=False, only=None):
    """Take away nbgrader's metadata, and with `ids` the cells' own ids."""

    def fault(nb):
        for one in nb.cells:
            if only in (None, one.id):
                one.metadata.pop("nbgrader", None)
            if ids:
                del one["id"]
        if ids:
            nb.nbformat_minor = 4

    return fault


def retype(name, kind):
    def fault(nb):
        cell(nb, name).cell_type = kind

    return fault


def shuffle(nb):
    random.Random(3).shuffle(nb.cells)


def everything_deleted_but_answers(nb):
    nb.cells = [cell(nb, name) for name in ANSWERS]


@pytest.mark.parametrize(
    ("fault", "flagged"),
    [
        (delete("scale"), ["scale deleted"]),
        (delete("values"), ["values deleted"]),
        (delete("examples"), ["examples deleted"]),
        (delete("values", "examples", "scale", "total", "largest", "split"), ["deleted"] * 6),
        (edit("scale", "check = lambda *a, **k: None"), ["scale edited"]),
        (edit("examples", "check = lambda *a, **k: None"), ["examples edited"]),
        (edit("values", "given = {}"), ["values edited"]),
        (role("scale", points=400), ["scale: points"]),
        (role("scale", points="4"), ["scale: points"]),
        (role("scale", grade=False), ["scale: grade"]),
        (role("scale", solution=True, locked=False), ["scale: solution, locked"]),
        (role("scale-answer", grade=True, points=9), ["scale-answer: points, grade"]),
        (role("scale-answer", solution=False), ["scale-answer: solution"]),
        (role("why", points=25), ["why: points"]),
        (role("values", locked=False), ["values: locked"]),
        (role("scale", grade_id="other"), ["scale: grade_id"]),
        (role("scale-answer", grade_id="other"), ["scale-answer: grade_id"]),
        (role("scale", grade_id=None), ["scale: grade_id"]),
        (
            role("scale", grade_id="total"),
            ["scale deleted", "total edited", "total dupl", "total: "],
        ),
        (duplicate("scale"), ["scale duplicated"]),
        (duplicate("values", at=0), ["values duplicated"]),
        (duplicate("scale-answer"), ["2 copies of answer scale-answer"]),
        (duplicate("scale-answer", at=0), ["2 copies of answer scale-answer"]),
        (duplicate("why"), ["2 copies of answer why"]),
        (strip(), ["metadata missing"]),
        (strip(only="scale"), ["metadata missing: restored (scale)"]),
        (strip(ids=True), ["metadata missing"]),
        (retype("scale-answer", "markdown"), []),
        (retype("scale", "markdown"), ["scale edited"]),
        (retype("why", "code"), []),
        (retype("total-answer", "raw"), []),
        (shuffle, []),
        (everything_deleted_but_answers, ["deleted"] * 6),
    ],
)
def test_a_fault_is_mended_and_every_answer_kept(fresh, solved, fault, flagged):
    fault(solved)
    made, flags = checked(solved, fresh)
    assert answers(made) == ANSWERS
    assert sources(made) == sources(solve(fresh))  # no extra cells either
    assert len(flags) == len(flagged), flags
    for flag, part in zip(flags, flagged, strict=True):
        assert part in flag


def test_a_duplicate_counts_as_when_run(fresh, solved):
    duplicate("scale-answer", source="scale = 1")(solved)
    duplicate("why", source="Et encore.")(solved)
    duplicate("total-answer", source=cell(fresh, "total-answer").source)(solved)
    made, flags = checked(solved, fresh)
    assert cell(made, "scale-answer").source == "scale = 1"
    assert cell(made, "why").source == ANSWERS["why"] + "\n\nEt encore."  # a person reads both
    assert cell(made, "total-answer").source == ANSWERS["total-answer"]  # the untouched one is not
    assert len(flags) == 3 and all(re.search(MANY, flag) for flag in flags)


def test_an_answer_split_over_two_cells_runs_in_order(fresh, solved):
    """Splitting a cell copies its metadata."""
    at = index(solved, "scale-answer")
    duplicate("scale-answer", source="def helper(): return 2")(solved)
    solved.cells[at], solved.cells[at + 1] = solved.cells[at + 1], solved.cells[at]
    duplicate("total-answer", source="")(solved)
    made, _ = checked(solved, fresh)
    assert position(made, "def helper(): return 2") == index(made, "scale-answer") - 1
    assert cell(made, "scale-answer").source == ANSWERS["scale-answer"]
    assert position(made, ANSWERS["total-answer"]) < index(made, "total")


def test_line_ends_of_windows(fresh, solved):
    for one in solved.cells:
        one["source"] = one.source.replace("\n", "\r\n")
    strip(ids=True)(solved)
    made, flags = checked(solved, fresh)
    assert answers(made) == ANSWERS
    assert not any("edited" in flag for flag in flags)


def test_a_reset_in_the_first_cell_leaves_the_values(fresh, solved):
    solved.cells.insert(0, new_code_cell("%reset -f\nimport math"))
    made, _ = checked(solved, fresh)
    assert made.cells[places(made)["examples"] + 1].source == "# %reset -f\nimport math"


@pytest.mark.parametrize(
    "source, count, word", [("1", 2001, "2000 cells"), ("x" * 300_000, 7, "2000000")]
)
def test_a_notebook_beyond_all_measure_is_not_read(tmp_path, fresh, source, count, word):
    nb = {"cells": [{"cell_type": "code", "source": source}] * count}
    found = read(hand_in(tmp_path / "in", demo=json.dumps(nb)), "demo", fresh)
    assert found.missing and word in found.flags[0]


@pytest.mark.parametrize("name", ANSWERS)
def test_a_deleted_answer_is_todo(fresh, solved, name):
    delete(name)(solved)
    made, flags = checked(solved, fresh)
    assert answers(made) == ANSWERS | {name: cell(fresh, name).source}
    assert flags == [f"answer {name} deleted"]


# --- an answer in the wrong place ----------------------------------------------------------------


@pytest.mark.parametrize("stub", ["left alone", "deleted", "metadata lost"])
@pytest.mark.parametrize("where", ["before", "after", "after the check", "at the end", "start"])
@pytest.mark.parametrize("name", CODE)
def test_an_answer_typed_beside_its_cell(fresh, name, where, stub):
    handed = solve(fresh, {n: s for n, s in ANSWERS.items() if n != name})
    at = {
        "before": index(handed, name),
        "after": index(handed, name) + 1,
        "after the check": index(handed, name) + 2,
        "at the end": len(handed.cells),
        "start": 0,
    }[where]
    handed.cells.insert(at, new_code_cell(ANSWERS[name]))
    if stub == "deleted":
        delete(name)(handed)
    if stub == "metadata lost":
        strip(ids=True)(handed)
    made, flags = checked(handed, fresh)
    assert answers(made) == ANSWERS
    assert len(made.cells) == len(fresh.cells)
    assert (
        "metadata" in flags[0]
        if stub == "metadata lost"
        else flags == [f"answer {name} found elsewhere"]
    )


def test_answers_in_the_check_cell_and_in_merged_cells(fresh, solved):
    cell(solved, "scale").source = ANSWERS["scale-answer"] + "\ncheck(scale)"
    cell(solved, "scale-answer").source = cell(fresh, "scale-answer").source
    both = ANSWERS["largest-answer"] + "\n\n" + ANSWERS["split-answer"]
    cell(solved, "largest-answer").source = both
    delete("split-answer")(solved)
    made, flags = checked(solved, fresh)
    assert cell(made, "scale-answer").source.startswith(ANSWERS["scale-answer"])
    assert cell(made, "largest-answer").source == cell(made, "split-answer").source == both
    assert sum("elsewhere" in flag for flag in flags) == 2


def test_imports_and_an_answer_in_the_first_cell_stay_first(fresh, solved):
    """The import cell is run where it was, and its definition counts as the answer."""
    start = next(c for c in solved.cells if c.source == "import math")
    start.source = "import math, random\n" + ANSWERS["scale-answer"]
    cell(solved, "scale-answer").source = cell(fresh, "scale-answer").source
    made, _ = checked(solved, fresh)
    assert cell(made, "scale-answer").source == start.source
    assert sources(made).count(start.source) == 2
    assert made.cells[places(made)["examples"] + 1].source == start.source


def below_the_question(nb):
    at = index(nb, "why") + 1
    nb.cells[at:at] = [new_markdown_cell("Une."), new_markdown_cell("Deux.")]
    return "Une.\n\nDeux."


def in_the_question(nb):
    question = nb.cells[index(nb, "why") - 1]
    question.source += "\n\nMa réponse."
    return question.source


def without_its_cell(nb):
    text = below_the_question(nb)
    delete("why")(nb)
    return text


def without_any_id(nb):
    text = below_the_question(nb)
    strip(ids=True)(nb)
    return text


@pytest.mark.parametrize(
    "fault", [below_the_question, in_the_question, without_its_cell, without_any_id]
)
def test_a_written_answer_in_the_wrong_place(fresh, fault):
    """nbgrader gives 0 to an untouched answer cell without showing it to anyone."""
    handed = solve(fresh, {"how": "Ainsi."})
    text = fault(handed)
    made, flags = checked(handed, fresh)
    assert (cell(made, "why").source, cell(made, "how").source) == (text, "Ainsi.")
    assert fault is without_any_id or flags == ["answer why found elsewhere"]


def test_a_note_elsewhere_is_no_answer(fresh):
    handed = copy.deepcopy(fresh)
    handed.cells.insert(index(handed, "how"), new_markdown_cell("Note sur la 6."))
    handed.cells.insert(2, new_markdown_cell("Bonjour !"))
    made, _ = checked(handed, fresh)
    assert cell(made, "why").source == cell(fresh, "why").source
    assert cell(made, "how").source == "Note sur la 6."
    assert "Bonjour !" in sources(made)


# --- extra cells ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lost", [False, True])
def test_extra_cells_stay_where_they_were_but_never_before_the_values(fresh, solved, lost):
    def put(at, text):
        solved.cells.insert(at, new_code_cell(text))

    put(len(solved.cells), "end = 1")
    put(index(solved, "scale") + 1, "after_check = 1")
    put(index(solved, "scale"), "before_check = 1")
    put(index(solved, "scale-answer"), "before_answer = 1")
    put(index(solved, "values"), "between = 1")
    put(0, "first = 1")
    put(0, "   \n")  # an empty cell is not kept
    if lost:
        strip(ids=True)(solved)
    made, _ = checked(solved, fresh)
    assert answers(made) == ANSWERS
    order = [
        position(made, f"{text} = 1")
        for text in (*("first", "between", "before_answer", "before_check", "after_check", "end"),)
    ]
    assert order == sorted(order)
    at = places(made)
    if lost:  # the answer is found by what it defines
        at["scale-answer"] = position(made, ANSWERS["scale-answer"])
    assert order[0] == at["examples"] + 1 and order[-1] == len(made.cells) - 1
    assert order[2] < at["scale-answer"] < order[3] < at["scale"] < order[4] < at["total-answer"]


def test_extra_cells_keep_their_order_around_a_copy_pasted_below(fresh, solved):
    duplicate("scale-answer", at=len(solved.cells))(solved)
    solved.cells.append(new_code_cell("late = total"))
    made, _ = checked(solved, fresh)
    assert made.cells[-1].source == "late = total"


def test_an_edited_import_cell_is_kept_after_the_values(fresh, solved):
    one = next(c for c in solved.cells if c.source == "import math")
    one.source = "import math, statistics"
    made, flags = checked(solved, fresh)
    assert "import math" in sources(made) and flags == []
    assert made.cells[places(made)["examples"] + 1].source == "import math, statistics"


def test_kinds_of_extra_cells_are_kept(fresh, solved):
    solved.cells += [new_markdown_cell("# <script>x</script>"), new_code_cell("%matplotlib inline")]
    solved.cells += [nbformat.v4.new_raw_cell("raw")]
    made, flags = checked(solved, fresh)
    assert [(c.cell_type, c.source) for c in made.cells[-3:]] == [
        ("markdown", "# <script>x</script>"),
        ("code", "%matplotlib inline"),
        ("markdown", "raw"),
    ]
    assert flags == []


def test_outputs_and_what_pretends_to_be_graded_are_dropped(fresh, solved):
    fake = nbformat.v4.new_output("execute_result", {"text/plain": "4.0"}, execution_count=1)
    for one in solved.cells:
        if one.cell_type == "code":
            one.outputs, one.execution_count = [fake], 7
    solved.cells.append(new_code_cell("4.0", outputs=[fake]))
    more = dict(mark(solved, "scale"), grade_id="bonus", points=100)
    solved.cells.append(new_code_cell("100", metadata={"nbgrader": more}))
    made, _ = checked(solved, fresh)  # no outputs, no metadata of extra cells
    assert sources(made)[-2:] == ["4.0", "100"]
    assert all(c.get("execution_count") is None for c in made.cells)


def test_images_pasted_into_a_written_answer_are_kept(fresh, solved):
    image = {"schéma.png": {"image/png": "iVBORw0KGgo="}}
    bad = {"a": {"text/html": "<script>"}, "b": 3, "c": {"image/png": 4}}
    cell(solved, "why").update(source="![](attachment:schéma.png)", attachments=image | bad)
    solved.cells.append(new_markdown_cell("![](attachment:schéma.png)", attachments=image))
    made, _ = checked(solved, fresh)
    assert cell(made, "why").attachments == image == made.cells[-1].attachments


# --- a classmate's values ------------------------------------------------------------------------


def test_a_classmates_values_are_put_back(fresh, solved, other):
    cell(solved, "values").source = cell(other, "values").source
    made, flags = checked(solved, fresh)
    assert flags == ["cell values edited: restored"]
    assert sources(made) == sources(solve(fresh))


@pytest.mark.parametrize("lost", [None, strip(), strip(ids=True)])
def test_a_classmates_file_is_named(fresh, other, lost):
    if lost:
        lost(other)
    made, flags = checked(other, fresh)
    assert "copy handed out to 'bob'" in flags
    assert "cell values edited: restored" in flags
    assert sources(made) == sources(solve(fresh))


def test_a_shared_release_names_nobody(demo):
    use_language("en")
    shared = demo.notebook("fr", Variant(1, 2))
    assert mend(solve(shared), demo.notebook("fr", Variant(1, 2), "ana"))[1] == []


def test_a_statement_added_after_handing_out_changes_no_answer(fresh, solved):
    """The ids of the cells below it shift: their texts are stronger."""
    solved.cells.insert(index(solved, "largest-answer"), new_code_cell("mine = 1"))
    newer = copy.deepcopy(fresh)
    newer.cells.insert(index(newer, "values") + 2, new_markdown_cell("Erratum"))
    for number, one in enumerate(newer.cells):
        if "nbgrader" not in one.metadata:
            one["id"] = f"cell-{number}"
    made, flags = checked(solved, newer)
    assert answers(made) == ANSWERS and flags == []
    assert len(made.cells) == len(newer.cells) + 1
    assert position(made, "mine = 1") == index(made, "largest-answer") - 1


# --- files ---------------------------------------------------------------------------------------


def hand_in(folder, **files):
    folder.mkdir(exist_ok=True)
    for name, data in files.items():
        data = data if isinstance(data, bytes) else data.encode()
        (folder / f"{name}.ipynb").write_bytes(data)
    return folder


@pytest.mark.parametrize(
    ("encode", "flags"),
    [
        (lambda text: text.encode(), 0),
        (lambda text: text.encode("utf-8-sig"), 0),
        (lambda text: text.encode("utf-16"), 0),
        (lambda text: text.encode("latin-1", "backslashreplace"), 0),
        (lambda text: text.replace("\n", "\r\n").encode(), 0),
        (lambda text: (text + "\n\n").encode(), 0),
    ],
)
def test_encodings(tmp_path, fresh, solved, encode, flags):
    folder = hand_in(tmp_path / "in", demo=encode(nbformat.writes(solved)))
    found = read(folder, "demo", fresh)
    assert answers(found.notebook) == ANSWERS and len(found.flags) == flags
    assert len(found.notebook.cells) == len(fresh.cells)
    assert not found.missing


@pytest.mark.parametrize(
    "data",
    [
        *(
            "",
            " ",
            "null",
            "[]",
            "3",
            '"text"',
            "{}",
            "<html></html>",
            "{" * 100_000,
            "[" * 100_000,
        ),
        *('{"cells": 3}', '{"cells": null, "nbformat": 4}', '{"nbformat": 3, "worksheets": 1}'),
        *('{"nbformat": "x"}', '{"nbformat": 99, "worksheets": []}', '{"a": ' + "9" * 5000 + "}"),
        *(b"\x80\x04pickle", b"PK\x03\x04", b"\xff\xfeodd", b"\x00" * 100),
    ],
    ids=lambda data: repr(data[:20]),
)
def test_an_unreadable_file_counts_as_missing(tmp_path, fresh, data):
    found = read(hand_in(tmp_path / "in", demo=data), "demo", fresh)
    assert found.missing and sources(found.notebook) == sources(fresh)
    [flag] = found.flags
    assert flag.startswith("demo.ipynb cannot be read: ") and 30 < len(flag) < 300
    assert "'NoneType'" not in flag and "has no attribute" not in flag


@pytest.mark.parametrize("cells", [[], [3, None, "x", [], {}], [{"cell_type": "code"}]])
def test_a_notebook_without_our_cells_is_an_empty_one(tmp_path, fresh, cells):
    found = read(hand_in(tmp_path / "in", demo=json.dumps({"cells": cells})), "demo", fresh)
    assert sources(found.notebook) == sources(fresh)
    assert_ours(found.notebook, fresh)
    assert len(found.flags) == len(fresh.metadata.course) + 9  # every cell of ours is named


def test_format_3(tmp_path, fresh, solved):
    old = nbformat.convert(copy.deepcopy(solved), 3)
    folder = hand_in(tmp_path / "in", demo=nbformat.v3.writes_json(old))
    found = read(folder, "demo", fresh)
    assert_ours(found.notebook, fresh)
    assert answers(found.notebook) == ANSWERS
    assert found.flags == []


def test_nothing_and_other_files(tmp_path, fresh):
    assert read(tmp_path / "no", "demo", fresh).flags == ["nothing was handed in"]
    folder = hand_in(tmp_path / "in")
    (folder / "timestamp.txt").write_text("2026-01-01")
    assert read(folder, "demo", fresh).flags == ["nothing was handed in"]
    (folder / "demo.pdf").write_text("%PDF")
    found = read(folder, "demo", fresh)
    assert found.missing and found.flags == ["no notebook, only: demo.pdf"]
    (folder / "demo.ipynb").mkdir()
    assert read(folder, "demo", fresh).missing


def test_wrong_name_and_two_notebooks(tmp_path, fresh, solved):
    good, empty = nbformat.writes(solved), nbformat.writes(fresh)
    found = read(hand_in(tmp_path / "a", **{"demo (1)": good}), "demo", fresh)
    assert found.flags == ["file name: demo (1).ipynb"] and answers(found.notebook) == ANSWERS
    for name, files in {
        "b": {"demo": empty, "demo (1)": good},
        "c": {"a": empty, "demo": good, "z": empty},
        "d": {"demo": good, "old": good},
        "e": {"demo": "{", "x": good},
    }.items():
        found = read(hand_in(tmp_path / name, **files), "demo", fresh)
        assert answers(found.notebook) == ANSWERS, name
        assert f"{len(files)} notebooks handed in" in found.flags[-1], name


def test_a_huge_file_is_not_read_and_a_huge_cell_is_no_trap(tmp_path, fresh, solved, monkeypatch):
    monkeypatch.setattr("course_utils.grading.repair.MAX_BYTES", 1000)
    found = read(hand_in(tmp_path / "in", demo=nbformat.writes(solved)), "demo", fresh)
    assert found.missing and "MB" in found.flags[0]
    begin = time.process_time()
    for text in (
        "\n" * 300_000,
        " " * 999_000,
        "(" * 50_000,
        "-" * 50_000 + "1",
        "x=1\n" * 300_000,
        "1+" * 9_000,
    ):
        handed = copy.deepcopy(fresh)
        handed.cells.append(new_code_cell(text))
        made, _ = mend(handed, fresh)
        assert (made.cells[-1].source == text) == bool(text.strip())
    assert time.process_time() - begin < 10  # (0.5 s; quadratic patterns take hours)


# --- wrong types everywhere ----------------------------------------------------------------------

ODD = [None, 3, -1.5, True, "text", "", [], [1, "a", None], {}, {"a": {"b": [1]}}, "\ud800", "\x00"]


@pytest.mark.parametrize("odd", [*ODD, "missing"], ids=repr)
def test_odd_values_anywhere(tmp_path, fresh, solved, odd):
    """Each field of one check cell and of the file in turn, odd or missing."""
    good = plain_json(solved)
    places = [
        ("metadata",),
        ("nbformat_minor",),
        ("metadata", "course"),
        ("metadata", "kernelspec"),
    ]
    number = next(i for i, c in enumerate(good["cells"]) if c["id"] == "scale")
    for key in ("id", "cell_type", "metadata", "outputs", "execution_count", "attachments"):
        places.append(("cells", number, key))
    for key in good["cells"][number]["metadata"]["nbgrader"]:
        places.append(("cells", number, "metadata", "nbgrader", key))
    places.append(("cells", number, "metadata", "nbgrader"))
    for path in places:
        nb = copy.deepcopy(good)
        target = nb
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = odd
        if odd == "missing":
            del target[path[-1]]
        found = read(hand_in(tmp_path / "in", demo=json.dumps(nb)), "demo", fresh)
        assert_ours(found.notebook, fresh)
        assert not found.missing and answers(found.notebook) == ANSWERS, path


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_odd_sources(tmp_path, fresh, solved, odd):
    nb = plain_json(solved)
    for one in nb["cells"]:
        one["source"] = odd
    nb["cells"].append({"cell_type": odd, "source": odd, "metadata": odd, "id": odd})
    found = read(hand_in(tmp_path / "in", demo=json.dumps(nb)), "demo", fresh)
    assert_ours(found.notebook, fresh)
    nbformat.write(found.notebook, tmp_path / "written.ipynb")


def test_an_unknown_kernel_is_replaced(fresh, solved):
    solved.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    solved.metadata.language_info = {"name": "R"}
    checked(solved, fresh)


# --- at random -----------------------------------------------------------------------------------


def mutate(nb, rng):
    """Do one random thing to a notebook given as plain dictionaries."""
    cells = nb["cells"]
    if not cells:
        return
    one, at = rng.choice(cells), rng.randrange(len(cells))
    kind = rng.randrange(8)
    if kind == 0:
        del cells[at]
    elif kind == 1:
        cells.insert(at, copy.deepcopy(one))
    elif kind == 2:
        rng.shuffle(cells)
    elif kind == 3:
        one[rng.choice(list(one))] = rng.choice(ODD)
    elif kind == 4 and isinstance(one.get("metadata"), dict):
        marks = one["metadata"].get("nbgrader")
        target = marks if isinstance(marks, dict) and marks else one["metadata"]
        target[rng.choice([*target, "nbgrader"])] = rng.choice(ODD)
    elif kind == 5:
        one["metadata"], one["source"] = cells[at].get("metadata"), cells[at].get("source")
    elif kind == 6:
        one.pop(rng.choice(list(one)), None) if one else None
    else:
        cells.insert(at, {"cell_type": rng.choice(["code", "markdown", 3]), "source": "scale = 3"})


@pytest.mark.parametrize("block", range(4))
def test_random_mutations(fresh, solved, block):
    good = plain_json(solved)
    for number in range(50 * block, 50 * block + 50):
        rng = random.Random(number)
        nb = copy.deepcopy(good)
        for _ in range(rng.randint(1, 12)):
            mutate(nb, rng)
        checked(nbformat.from_dict(nb), fresh)
