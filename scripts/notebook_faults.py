"""What may not be in a stored notebook: outputs, logic, file paths, parameters that its first call does not take."""

import ast
import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import nbformat

from analysis import desk
from analysis.core.problems import ParameterError
from analysis.publish.notebook_runs import SHIPPED

KERNEL = "python3"
_IMPORT = "from analysis import desk"
# What writes in data/decisions/: run again, it would do so again.
_RULES = re.compile(r"decide_on_|release$|take_back")
# What gives a statement away as logic, the most telling first.
_LOGIC: tuple[tuple[str, tuple[type[ast.AST], ...]], ...] = (
    ("a function or class", (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)),
    ("a loop", (ast.For, ast.AsyncFor, ast.While)),
    ("a condition", (ast.If, ast.IfExp, ast.Match, ast.Try, ast.With, ast.Assert)),
    ("a comprehension", (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)),
    ("an import", (ast.Import, ast.ImportFrom)),
    ("an index", (ast.Subscript,)),
    ("a computation", (ast.BinOp, ast.BoolOp, ast.UnaryOp, ast.Compare, ast.JoinedStr)),
    ("an assignment", (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.NamedExpr, ast.Delete)),
)


@dataclass(frozen=True)
class Fault:
    """One fault in one notebook: the cell (counted from 1; 0 is the whole notebook), what was found, what to do."""

    notebook: Path
    cell: int
    found: str
    expected: str
    remedy: str

    def __str__(self) -> str:
        """Return the one line that is printed."""
        place = f"{self.notebook}: cell {self.cell}" if self.cell else f"{self.notebook}"
        return f"{place}: found {self.found}, expected {self.expected}; {self.remedy}"


@dataclass(frozen=True)
class Cell:
    """A code cell: where it stands, its source, and everything stored with it."""

    notebook: Path
    number: int
    node: Any

    @property
    def source(self) -> str:
        """Return what it runs."""
        return str(self.node.source)

    @property
    def holds_parameters(self) -> bool:
        """Return whether papermill puts its parameters after it."""
        return "parameters" in self.node.metadata.get("tags", [])

    def statements(self) -> list[ast.stmt]:
        """Return its statements; none if it is not plain Python."""
        try:
            return ast.parse(self.source).body
        except SyntaxError:
            return []

    def fault(self, found: str, expected: str, remedy: str) -> Fault:
        """Return a fault of this cell."""
        return Fault(self.notebook, self.number, found, expected, remedy)


def faults_in(notebook: Path) -> list[Fault]:
    """Return every fault of a stored notebook, in the order of its cells."""
    try:
        stored = nbformat.read(notebook, as_version=4)
        nbformat.validate(stored)
    except (ValueError, nbformat.ValidationError) as refused:
        told = f"no notebook ({str(refused).splitlines()[0]})"
        return [Fault(notebook, 0, told, "a notebook of version 4", "take the one from git")]
    cells = [Cell(notebook, n, node) for n, node in enumerate(stored.cells, 1) if node.cell_type == "code"]
    found = [*_around(notebook, stored.metadata), *_parameters(notebook, cells)]
    opened: set[str] = set()
    for place, cell in enumerate(cells):
        found += [*_stored(cell), *_untagged(cell), *_unreadable(cell)]
        if not cell.holds_parameters:
            found += _logic(cell, opened, may_open=place > 0 and cells[place - 1].holds_parameters)
    return sorted(found, key=lambda fault: fault.cell)


def _around(notebook: Path, metadata: Any) -> Iterator[Fault]:
    """Yield what is stored with the notebook and belongs to one run or one machine."""
    kernel = metadata.get("kernelspec", {}).get("name")
    if kernel != KERNEL:
        remedy = "choose Python 3 in JupyterLab (Kernel, Change Kernel)"
        yield Fault(notebook, 0, f"the kernel {kernel!r}", f"{KERNEL!r}, which every machine has", remedy)
    for name in ("papermill", "widgets"):
        if name in metadata:
            yield Fault(notebook, 0, f"what {name} stored of a run", "nothing of a run", f"remove metadata.{name}")


def _stored(cell: Cell) -> Iterator[Fault]:
    """Yield what a run left behind: outputs may name persons, and make every difference unreadable."""
    remedy = "in JupyterLab: Edit, Clear Outputs of All Cells, then save"
    kinds = sorted({output.output_type for output in cell.node.outputs})
    if kinds:
        yield cell.fault(f"a stored output ({', '.join(kinds)})", "none", remedy)
    if cell.node.execution_count is not None:
        yield cell.fault(f"a count of runs ({cell.node.execution_count})", "none", remedy)
    left = sorted(set(cell.node.metadata) & {"papermill", "execution"})
    if left:
        yield cell.fault(
            f"what a run stored ({', '.join(left)})", "tags only", f"remove metadata.{left[0]} of the cell"
        )


def _untagged(cell: Cell) -> Iterator[Fault]:
    """Yield a cell that no build runs."""
    if not {SHIPPED, "parameters"} & set(cell.node.metadata.get("tags", [])):
        remedy = "add the tag in JupyterLab (Property Inspector, Cell Tags), or leave the cell out"
        yield cell.fault("no tag", f"the tag {SHIPPED}, as a build runs no other cells", remedy)


def _unreadable(cell: Cell) -> Iterator[Fault]:
    if not cell.statements():
        remedy = "remove it, or what starts with % or !"
        yield cell.fault("a cell that is empty or no plain Python", "one call of the package", remedy)


def _logic(cell: Cell, opened: set[str], may_open: bool) -> Iterator[Fault]:
    """Yield each statement that does more than open the month or show one thing; add what is opened to `opened`."""
    statements = cell.statements()
    for statement in statements:
        call = _opening(statement)
        if call and may_open:
            opened.add(ast.unparse(statement).partition(" = ")[0])
        elif may_open and ast.unparse(statement) == _IMPORT:
            continue
        elif not _shows(statement, opened):
            yield cell.fault(*_told(statement, may_open))
        elif statement is not statements[-1]:
            yield cell.fault(
                f"`{ast.unparse(statement)}` before the end of a cell",
                "it as the last line",
                "give it a cell of its own: only the last line of a cell is shown",
            )


def _opening(statement: ast.stmt) -> ast.Call | None:
    """Return the call in `month_reconciled = desk.open_month(...)`."""
    match statement:
        case ast.Assign(
            targets=[ast.Name()],
            value=ast.Call(func=ast.Attribute(value=ast.Name(id="desk"), attr=name), args=[]) as call,
        ) if name.startswith("open_"):
            return call
    return None


def _shows(statement: ast.stmt, opened: set[str]) -> bool:
    """Return whether a statement is a part of what was opened, or `desk.something(what_was_opened, "part")`."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id="desk"), attr=name), args=args, keywords=[])):
            return (
                bool(args)
                and not _RULES.match(name)
                and isinstance(args[0], ast.Name)
                and args[0].id in opened
                and all(map(_names_a_part, args[1:]))
            )
        case ast.Expr(value=ast.Attribute() as part):
            return _root(part) in opened
    return False


def _names_a_part(given: ast.expr) -> bool:
    return isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value.isidentifier()


def _root(node: ast.expr) -> str | None:
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def _told(statement: ast.stmt, may_open: bool) -> tuple[str, str, str]:
    """Return what a statement is, what it should be, and what to do."""
    text = ast.unparse(statement).splitlines()[0]
    expected = "the call that opens the month" if may_open else "one part of what was opened, or one call of desk on it"
    if any(isinstance(part, ast.Attribute) and _RULES.match(part.attr) for part in ast.walk(statement)):
        return (
            f"a decision (`{text}`)",
            "none that is stored",
            "delete the cell: the decision is in data/decisions/",
        )
    if paths := _paths(statement):
        return f"the file path {paths[0]!r}", "none in a cell", "give the folder as the parameter data_dir"
    parts = list(ast.walk(statement))
    for told, kinds in _LOGIC:
        if any(isinstance(part, kinds) for part in parts):
            return f"{told} (`{text}`)", expected, "make it a tested function of analysis.desk, and call that"
    return f"`{text}`", expected, "make it a tested function of analysis.desk, and call that"


def _paths(statement: ast.AST) -> list[str]:
    """Return the texts in a statement that look like files or folders."""
    texts = [part.value for part in ast.walk(statement) if isinstance(part, ast.Constant)]
    return [text for text in texts if isinstance(text, str) and (set(text) & {"/", "\\"} or PurePath(text).suffix)]


def _parameters(notebook: Path, cells: list[Cell]) -> Iterator[Fault]:
    """Yield where the cell tagged `parameters` is not what papermill and the first call need."""
    tagged = [place for place, cell in enumerate(cells) if cell.holds_parameters]
    if tagged != [0]:
        where = ", ".join(str(cells[place].number) for place in tagged) or "none"
        remedy = "tag the first code cell, and no other (in JupyterLab: Property Inspector)"
        yield Fault(notebook, 0, f"cells tagged `parameters`: {where}", "the first code cell", remedy)
        return
    named = []
    for statement in cells[0].statements():
        fault, name = _parameter(cells[0], statement)
        yield from fault
        named += name
    if len(cells) > 1:
        yield from _match(cells[1], named)


def _parameter(cell: Cell, statement: ast.stmt) -> tuple[list[Fault], list[str]]:
    """Return the faults of one line of the parameters, and its name."""
    text = ast.unparse(statement)
    like = 'such as `month: str = "2026-10"  # The month, YYYY-MM`'
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="str"), value=ast.Constant(value=str())):
            line = cell.source.splitlines()[statement.lineno - 1]
            if paths := _paths(statement):
                fault = cell.fault(f"the file path {paths[0]!r}", "none: it is another one elsewhere", "leave it empty")
                return [fault], [name]
            if "#" not in line:
                fault = cell.fault(f"`{text}` undescribed", "a comment on its line", "papermill shows it: add one")
                return [fault], [name]
            return [], [name]
    return [cell.fault(f"`{text}`", "a typed text", f"write it {like}")], []


def _match(cell: Cell, named: list[str]) -> Iterator[Fault]:
    """Yield where the call after the parameters does not pass on those very parameters, or does not take them."""
    calls = [call for statement in cell.statements() if (call := _opening(statement))]
    if len(calls) != 1 or not isinstance(calls[0].func, ast.Attribute):
        expected = "one call, such as `month_reconciled = desk.open_month(...)`"
        yield cell.fault(f"{len(calls)} calls that open something", expected, "put it right after the parameters")
        return
    name = calls[0].func.attr
    taken = accepted(name)
    if sorted(named) != sorted(taken):
        remedy = "add, remove or rename in the cell above"
        yield cell.fault(
            f"the parameters {', '.join(named)}", f"those that desk.{name} takes: {', '.join(taken) or 'none'}", remedy
        )
    passed = [f"{word.arg}={ast.unparse(word.value)}" for word in calls[0].keywords]
    wanted = [f"{name}={name}" for name in named]
    if sorted(passed) != sorted(wanted):
        yield cell.fault(f"a call with {', '.join(passed)}", ", ".join(wanted), "pass each parameter under its name")


def accepted(opening: str) -> list[str]:
    """Return the parameters that a function of desk takes: by its signature, or by what it says to an unknown one."""
    function = getattr(desk, opening, None)
    if function is None:
        return []
    parameters = inspect.signature(function).parameters.values()
    named = [parameter.name for parameter in parameters if parameter.kind is not parameter.VAR_KEYWORD]
    if named:
        return named
    try:
        function(**{"": ""})
    except ParameterError as refusal:
        return str(refusal).partition("expected one of ")[2].partition(" (")[0].split(", ")
    return []
