"""Records: what they share with data classes, and that they pickle."""

from __future__ import annotations

import copy
import pickle

import pytest

from promptlint.record import NamedTuple, field, fields_of, record, replace


@record(frozen=True, slots=True)
class Point:
    """A record that can be a key."""

    x: int
    y: int = 2
    names: tuple[str, ...] = field(default=(), repr=False)


@record(slots=True)
class Bag:
    """A record with a default that is made anew."""

    items: list[int] = field(default_factory=list)


@record(eq=False)
class Thing:
    """A record that is equal to itself only."""

    name: str

    def twice(self) -> str:
        """Methods stay."""
        return self.name * 2


def test_fields_are_positions_keywords_and_defaults() -> None:
    assert (Point(1).y, Point(1, y=3).y, fields_of(Point(1))) == (2, 3, ("x", "y", "names"))
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_equal_fields_make_equal_records_of_one_class() -> None:
    assert Point(1) == Point(1, 2) and hash(Point(1)) == hash(Point(1, 2)) and Point(1) != Point(2)
    assert Point(1) != (1, 2, ()) and len({Point(1), Point(1), Point(2)}) == 2
    with pytest.raises(TypeError):
        hash(Bag())
    one = Thing("a")
    assert one == one and one != Thing("a") and one.twice() == "aa"


def test_a_factory_makes_a_value_for_each() -> None:
    a, b = Bag(), Bag()
    a.items.append(1)
    assert (a.items, b.items, Bag([3]).items) == ([1], [], [3])


def test_slots_take_no_other_field() -> None:
    with pytest.raises(AttributeError):
        Bag().other = 1  # type: ignore[attr-defined]
    assert not hasattr(Point(1), "__dict__")


def test_replace_copies_and_knows_the_fields() -> None:
    assert replace(Point(1), y=5) == Point(1, 5)
    with pytest.raises(TypeError, match="no field 'z'"):
        replace(Point(1), z=5)


def test_shown_by_fields_but_for_those_left_out() -> None:
    assert repr(Point(1, names=("a",))) == "Point(x=1, y=2)"


def test_records_cross_processes() -> None:
    assert pickle.loads(pickle.dumps(Point(1, names=("a",)))) == Point(1, names=("a",))
    assert pickle.loads(pickle.dumps(Bag([1]))).items == [1]


class Place(NamedTuple):
    line: int
    column: int = 1

    @property
    def first(self) -> bool:
        return self.line == 1


def test_a_named_tuple_is_like_that_of_typing() -> None:
    at = Place(1)
    assert at == (1, 1) and at.first and repr(at) == "Place(line=1, column=1)" and at.column == at[1]
    assert at._replace(column=5) == Place(1, column=5) and at._asdict() == {"line": 1, "column": 1}
    assert pickle.loads(pickle.dumps(at)) == at and type(copy.copy(at)) is Place
    with pytest.raises(TypeError):
        Place()  # type: ignore[call-arg]
    match at:
        case Place(line, column=1):
            assert line == 1
        case _:
            raise AssertionError
