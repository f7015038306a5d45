"""Plain values: they survive the trip as JSON, and a forged message builds nothing else."""

import json

import numpy as np
import pytest

from course_utils.grading.plain import MAX_DEPTH, NotPlain, decode, dumps, encode, loads

NAN, INF = float("nan"), float("inf")

SAME = [
    None,
    True,
    0,
    -(2**70),
    1.5,
    NAN,
    INF,
    "",
    'é "\n\u2028 \U0001f600',
    [],
    [1, [2.0, "x"], None],
    (),
    (1, (2,), [3]),
    {},
    {"a": 1, 2: (3,), (4, 5): [6], None: True},
    {"tuple": [1]},
    {"array": [1], "dtype": "int64"},
    {"dict": [["a", 1]]},
]

ARRAYS = [
    np.array([True, False]),
    np.arange(6, dtype=np.uint8).reshape(2, 3),
    np.array([-1, 2**62]),
    np.array([2**64 - 1], dtype=np.uint64),
    np.array([[1.5, NAN], [INF, -INF]]),
    np.float32([0.1, 1e-30]),
    np.float16([0.5]),
    np.array(3.0),
    np.zeros((3, 0)),
    np.array([[1 + 2j, -3j]]),
    np.float64(2.5),
    np.int32(7),
    np.bool_(True),
]


def same(one, two) -> bool:
    if isinstance(one, (list, tuple)):
        return type(one) is type(two) and len(one) == len(two) and all(map(same, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(same(one[key], two[key]) for key in one)
    return type(one) is type(two) and (one == two or (one != one and two != two))


@pytest.mark.parametrize("value", SAME, ids=repr)
def test_values_survive(value):
    assert same(loads(dumps(value)), value)


@pytest.mark.parametrize("array", ARRAYS, ids=repr)
def test_arrays_survive(array):
    back = loads(dumps(array))
    assert isinstance(back, np.ndarray) and back.dtype == array.dtype and back.shape == array.shape
    np.testing.assert_array_equal(back, array)


def test_random_values_survive():
    rng = np.random.default_rng(0)

    def value(depth):
        kind = rng.integers(0, 7 if depth else 4)
        match int(kind):
            case 0:
                return int(rng.integers(-(2**60), 2**60))
            case 1:
                return float(rng.normal() * 10.0 ** rng.integers(-300, 300))
            case 2:
                return "".join(map(chr, rng.integers(32, 0xD7FF, 5)))
            case 3:
                return [None, True, False][rng.integers(3)]
            case 4:
                return [value(depth - 1) for _ in range(rng.integers(4))]
            case 5:
                return tuple(value(depth - 1) for _ in range(rng.integers(4)))
        return {str(n): value(depth - 1) for n in range(rng.integers(4))}

    for _ in range(300):
        one = value(4)
        text = dumps(one)
        assert "\n" not in text and text.isascii()
        assert same(loads(text), one)


def test_a_tensor_is_an_array():
    class Tensor:
        def __array__(self, dtype=None, copy=None):
            return np.array([1.0, 2.0], "float32")

    back = loads(dumps([Tensor()]))[0]
    assert back.dtype == np.float32 and back.tolist() == [1, 2]


def nested(depth):
    value = 1
    for _ in range(depth):
        value = [value]
    return value


def test_depth_is_limited():
    assert loads(dumps(nested(MAX_DEPTH))) == nested(MAX_DEPTH)
    with pytest.raises(NotPlain, match="too deeply"):
        encode(nested(MAX_DEPTH + 1))
    itself = []
    itself.append(itself)
    with pytest.raises(NotPlain, match="too deeply"):
        encode(itself)


class Sneaky(str):
    """A text that is equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = str.__hash__


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (object(), "object"),
        (len, "builtin"),
        ({1, 2}, "set"),
        (b"x", "bytes"),
        (Sneaky("x"), "Sneaky"),
        ([1, {"a": object()}], "object"),
        (np.array([object()]), "array of object"),
        (np.array(["a", "b"]), "array of <U1"),
        (np.array("2020-01-01", "datetime64[D]"), "array of datetime64"),
        (np.zeros(1, [("a", int)]), "array of"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_other_values_are_refused(value, message):
    with pytest.raises(NotPlain, match=message):
        encode(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[1] []",
        "1" * 5000,
        "[" * 100_000,
        "[" * 900 + "]" * 899,
        '{"tuple": 1}',
        '{"tuple": [], "x": 1}',
        '{"dict": [[1]]}',
        '{"dict": [1]}',
        '{"dict": [[[], 1]]}',
        '{"dict": [[{"array": [1], "dtype": "int64"}, 1]]}',
        '{"a": 1}',
        "{}",
        '[{"tuple": [{"a": 1}]}]',
        '{"array": [1], "dtype": "object"}',
        '{"array": ["a"], "dtype": "U1"}',
        '{"array": [0], "dtype": "datetime64[s]"}',
        '{"array": [[0]], "dtype": "(1000,1000)f8"}',
        '{"array": [1], "dtype": [["a", "f8"]]}',
        '{"array": [1], "dtype": {"names": ["a"], "formats": ["O"]}}',
        '{"array": [[1], [2, 3]], "dtype": "int64"}',
        '{"array": ["x"], "dtype": "float64"}',
        '{"array": [300], "dtype": "uint8"}',
        '{"array": {"a": 1}, "dtype": "float64"}',
        '{"array": 1, "dtype": "complex128"}',
        '{"array": [1], "dtype": "no such type"}',
    ],
    ids=lambda text: text[:40],
)
def test_forged_messages_are_refused(text):
    with pytest.raises(NotPlain):
        loads(text)


def test_decode_makes_only_plain_types():
    allowed = (bool, int, float, str, list, tuple, dict, np.ndarray, type(None))
    for value in (*SAME, *ARRAYS):
        assert isinstance(decode(json.loads(dumps(value))), allowed)
