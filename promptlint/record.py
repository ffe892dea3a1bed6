"""Classes of plain data, made in a tenth of the time that `dataclasses` takes.

A cold start makes some fifty such classes. `dataclasses` imports `inspect` and compiles up to eight methods for each of
them, which together cost more than reading a small prompt; here one constructor is compiled, and the rest is shared. To
type checkers a record is a dataclass (PEP 681): they see that frozen ones are never assigned to.
"""

from __future__ import annotations

from collections import _tuplegetter  # type: ignore[attr-defined]
from collections.abc import Callable
from operator import attrgetter

from promptlint.shelf import TEXT

TYPE_CHECKING = False  # importing `typing` for this costs 2 ms
if TYPE_CHECKING:
    from typing import Any, TypeVar, dataclass_transform
    from typing import NamedTuple as NamedTuple

    T = TypeVar("T")
else:

    def dataclass_transform(**_: object) -> Callable[[object], object]:
        """What `typing` has for type checkers; it does nothing at run time."""
        return lambda function: function

    class _Row(tuple):
        """What all named tuples share."""

        __slots__ = ()

        def __repr__(self) -> str:
            return f"{type(self).__name__}({', '.join(f'{n}={v!r}' for n, v in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: Any) -> Any:
            return type(self)(**{**self._asdict(), **changes})

    class _Named(type):
        def __new__(meta, name: str, bases: tuple[type, ...], own: dict[str, Any]) -> type:
            fields = tuple(own.get("__annotations__", ())) if bases else ()
            if not fields:
                return super().__new__(meta, name, bases, own)
            arguments, space = ["_cls"], {"_new": tuple.__new__}
            for n in fields:
                arguments.append(f"{n}=_{n}" if n in own else n)
                space[f"_{n}"] = own.get(n)
            made = _function("__new__", arguments, [f" return _new(_cls, ({', '.join(fields)},))"], space)
            getters = {n: _tuplegetter(i, "") for i, n in enumerate(fields)}
            shared = {"__slots__": (), "_fields": fields, "__match_args__": fields, "__new__": made}
            return type(name, (_Row,), {**own, **shared, **getters})

    class NamedTuple(metaclass=_Named):
        """`typing.NamedTuple` for the modules that a cold start needs."""


class _Missing:
    """The default of a field that has none."""


class Field:
    """How one field is filled and shown.

    Args:
        default: its value when none is given.
        default_factory: makes that value.
        repr: whether it is shown.
    """

    __slots__ = ("default", "default_factory", "repr")

    def __init__(self, default: Any = _Missing, default_factory: Any = _Missing, repr: bool = True) -> None:
        self.default, self.default_factory, self.repr = default, default_factory, repr


def field(*, default: Any = _Missing, default_factory: Any = _Missing, repr: bool = True) -> Any:
    """Say more of a field than its default; see `Field`."""
    return Field(default, default_factory, repr)


@dataclass_transform(field_specifiers=(field,))
def record(cls: Any = None, /, *, frozen: bool = False, eq: bool = True, slots: bool = False) -> Any:
    """Make a class of its annotated fields.

    Args:
        frozen: its objects can be keys; that they are not assigned to is left to the type checker.
        eq: two objects with equal fields are equal; else each is equal to itself only.
        slots: objects have these fields only, and less memory.
    """

    def make(made: type) -> Any:
        return _made(made, frozen, eq, slots)

    return make if cls is None else make(cls)


def replace(thing: T, /, **changes: Any) -> T:
    """A copy of a record with some fields changed."""
    names = fields_of(thing)
    values = {**{n: getattr(thing, n) for n in names}, **changes}
    if len(values) > len(names):
        raise TypeError(f"{type(thing).__name__} has no field {next(n for n in changes if n not in names)!r}")
    return type(thing)(**values)


def fields_of(thing: object) -> tuple[str, ...]:
    """The names of a record's fields, in order."""
    names: tuple[str, ...] = thing.__match_args__  # type: ignore[attr-defined]
    return names


def _made(cls: Any, frozen: bool, eq: bool, slots: bool) -> Any:
    own = dict(cls.__dict__)
    fields: dict[str, Field] = {}
    for name in own.get("__annotations__", ()):
        given = own.get(name, _Missing)
        fields[name] = given if isinstance(given, Field) else Field(given)
    names = tuple(fields)
    members: dict[str, Any] = {"__init__": _constructor(cls, fields)}
    if "__repr__" not in own:
        members["__repr__"] = _repr
    if eq and "__eq__" not in own:
        values = attrgetter(*names)

        def equal(self: Any, other: Any) -> Any:
            return values(self) == values(other) if type(self) is type(other) else NotImplemented

        members["__eq__"] = equal
        members["__hash__"] = (lambda self: hash(values(self))) if frozen else None
    members.update(__record__=fields, __match_args__=names)
    kept = {k: v for k, v in own.items() if k not in names and k not in ("__dict__", "__weakref__")}
    if slots:
        members["__slots__"] = names
    return type(cls)(cls.__name__, cls.__bases__, {**kept, **members, "__qualname__": cls.__qualname__})


def _constructor(cls: type, fields: dict[str, Field]) -> Callable[..., None]:
    arguments, lines = ["self"], []
    space: dict[str, Any] = {"_missing": _Missing}
    for name, how in fields.items():
        if how.default is not _Missing:
            arguments.append(f"{name}=_{name}")
            space[f"_{name}"] = how.default
        elif how.default_factory is not _Missing:
            arguments.append(f"{name}=_missing")
            space[f"_{name}"] = how.default_factory
            lines.append(f" if {name} is _missing: {name} = _{name}()")
        else:
            arguments.append(name)
        lines.append(f" self.{name} = {name}")
    made = _function("__init__", arguments, lines, space)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    return made


def _function(name: str, arguments: list[str], lines: list[str], space: dict[str, Any]) -> Callable[..., Any]:
    """The function of this name, arguments and lines, whose globals are ``space``."""
    source = "\n".join([f"def {name}({', '.join(arguments)}):", *lines])
    exec(TEXT.get(source, lambda: compile(source, "<record>", "exec")), space)
    made: Callable[..., Any] = space[name]
    return made


def _repr(self: Any) -> str:
    shown = (f"{n}={getattr(self, n)!r}" for n, how in self.__record__.items() if how.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"
