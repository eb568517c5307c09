"""HiGHS as we use it: one model in, one answer out, nothing kept between two calls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import highspy
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
THREADS = 1
"""One value for the whole program: HiGHS does not run with another one later in a process."""
FOREVER = float("inf")


class SolverError(Exception):
    """The solver came back without an answer that can be used."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Values of the columns, prices of the rows (of a program without integers), the best bound."""

    columns: Floats
    prices: Floats
    column_prices: Floats
    value: float
    bound: float
    optimal: bool


@dataclass(slots=True)
class Program:
    """A program to make as large as possible, written down column by column and row by row."""

    costs: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    row_lower: list[float] = field(default_factory=list)
    row_upper: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=lambda: [0])
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)

    def column(
        self, cost: float = 0.0, *, low: float = 0.0, high: float = FOREVER, whole: bool = False
    ) -> int:
        """Add a column and return its number."""
        self.costs.append(cost)
        self.lower.append(low)
        self.upper.append(high)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def yes_or_no(self, cost: float = 0.0) -> int:
        """Add a column that is 0 or 1 and return its number."""
        return self.column(cost, high=1.0, whole=True)

    def row(self, terms: Iterable[tuple[int, float]], *, low: float, high: float) -> int:
        """Add a row and return its number."""
        for column, value in terms:
            self.index.append(column)
            self.value.append(value)
        self.starts.append(len(self.index))
        self.row_lower.append(low)
        self.row_upper.append(high)
        return len(self.row_lower) - 1

    def most(self, terms: Iterable[tuple[int, float]], high: float) -> int:
        """Add a row that may be at most ``high``."""
        return self.row(terms, low=-FOREVER, high=high)

    def least(self, terms: Iterable[tuple[int, float]], low: float) -> int:
        """Add a row that must be at least ``low``."""
        return self.row(terms, low=low, high=FOREVER)

    def equal(self, terms: Iterable[tuple[int, float]], value: float) -> int:
        """Add a row that must be exactly ``value``."""
        return self.row(terms, low=value, high=value)


@dataclass(slots=True)
class Machine:
    """A program inside HiGHS; it can be solved again after its rows have changed."""

    program: Program
    options: dict[str, Any] = field(default_factory=dict)
    _highs: Any = None

    def __post_init__(self) -> None:
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]
        chosen = {
            "output_flag": False,
            "log_to_console": False,
            "threads": THREADS,
            "random_seed": 0,
            **self.options,
        }
        for name, value in chosen.items():
            self._highs.setOptionValue(name, value)
        self._highs.passModel(_inside(self.program))

    def change_row(self, row: int, low: float, high: float) -> None:
        """Give a row other limits."""
        self._highs.changeRowBounds(row, low, high)

    def start_from(self, columns: Sequence[float]) -> None:
        """Give the solver a solution to start from."""
        solution = highspy.HighsSolution()
        solution.col_value = [float(one) for one in columns]
        self._highs.setSolution(solution)

    def solve(self, *, rough: bool = False) -> Answer:
        """Solve and return the answer; raises ``SolverError`` when there is none.

        A limit on the work may stop an integer program before it is proven; the best one found
        comes back then. ``rough`` accepts an answer that has not converged: its prices still
        prove a bound, its columns are not to be used.
        """
        self._highs.run()
        status = self._highs.getModelStatus()
        info = self._highs.getInfo()
        optimal = status == highspy.HighsModelStatus.kOptimal
        stopped = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        usable = optimal or (stopped and any(self.program.whole)) or rough
        if status == highspy.HighsModelStatus.kNotset or not usable:
            raise SolverError(f"the solver stopped without an answer: {status}")
        found = self._highs.getSolution()
        return Answer(
            columns=np.array(found.col_value, dtype=np.float64),
            prices=np.array(found.row_dual, dtype=np.float64),
            column_prices=np.array(found.col_dual, dtype=np.float64),
            value=float(info.objective_function_value),
            bound=float(
                info.mip_dual_bound if any(self.program.whole) else info.objective_function_value
            ),
            optimal=optimal,
        )


def _inside(program: Program) -> Any:  # noqa: ANN401 (a type of a package without types)
    model = highspy.HighsLp()
    model.num_col_, model.num_row_ = len(program.costs), len(program.row_lower)
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = np.array(program.costs, dtype=np.float64)
    model.col_lower_ = np.array(program.lower, dtype=np.float64)
    model.col_upper_ = np.array(program.upper, dtype=np.float64)
    model.row_lower_ = np.array(program.row_lower, dtype=np.float64)
    model.row_upper_ = np.array(program.row_upper, dtype=np.float64)
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.array(program.starts, dtype=np.int32)
    model.a_matrix_.index_ = np.array(program.index, dtype=np.int32)
    model.a_matrix_.value_ = np.array(program.value, dtype=np.float64)
    if any(program.whole):
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        model.integrality_ = [kinds[one] for one in program.whole]
    return model
