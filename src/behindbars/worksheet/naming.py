"""Which identifiers the new rows of a worksheet get: those of its last import, or the next free ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from behindbars.dataset import Dataset
from behindbars.errors import Fault
from behindbars.schema import Table
from behindbars.tables import Cell, Row, check_rows
from behindbars.worksheet.identifiers import identifier_of, next_identifiers
from behindbars.worksheet.intake import Intake
from behindbars.worksheet.layout import in_scope, key_of
from behindbars.worksheet.spreadsheet import Grid

Texts = dict[str, str]


class Naming:
    """Names the new rows of one worksheet.

    Parameters
    ----------
    intake : Intake
        What was read; it takes the faults, the notes, and what was given.
    dataset, data
        The data as it is now: its records, and its rows by table.
    named : mapping of str to mapping of str to int
        By table, the identifiers that the last import gave, and the row of the sheet in which each stood.
    """

    def __init__(
        self,
        intake: Intake,
        dataset: Dataset,
        data: Mapping[str, Sequence[Row]],
        named: Mapping[str, Mapping[str, int]],
    ) -> None:
        self.intake, self.dataset, self.data, self.named = intake, dataset, data, named

    def name_new(self, grid: Grid, table: Table, records: Sequence[tuple[int, Texts]]) -> None:
        """Give an identifier to each new row that has none."""
        unnamed = [
            (number, row)
            for number, row in records
            if "id" in table.primary_key and not row["id"].strip() and (number, "id") not in grid.misread
        ]
        unnamed = self._name_again(table, unnamed, {row.get("id", "").strip() for _, row in records})
        if not unnamed:
            return
        data, year, base = self.data[table.name], self.intake.year, self.intake.base.get(table.name, {})
        editions = set(self.dataset.years)
        usual = [row.text("id") for row in data if "year" not in table.columns or row.values.get("year") in editions]
        taken = [row.text("id") for row in data] + [row["id"].strip() for _, row in records]
        # Codes such as those of topics are chosen by a person; organisations have names to make them of.
        named, numbers = "name_en" in table.columns, next_identifiers(usual, taken)

        def free(row: Texts) -> str:
            given = identifier_of(row["name_en"], taken) if named else next(numbers, "")
            taken.append(given)
            return given

        held = {row["id"] for _, row in records}
        unknown = [
            row
            for row in data
            if in_scope(row, table, year) and key_of(row.values, table) not in base and row.text("id") not in held
        ]
        for number, row in unnamed:
            same = next((other for other in unknown if _same(other.values, row, table)), None)
            if same:  # the same worksheet was imported before
                row["id"] = same.text("id")
                unknown.remove(same)
                self._give(table, number, row["id"])
            elif unknown:
                expected = f"an id: the data has rows that this worksheet does not know, {unknown[0].text('id')} is one"
                remedy = "If it is this row, write its id. If not, export a new worksheet and enter the row there."
                self.intake.faults.append(Fault(grid.where, number, "id", "", expected, remedy))
                row["id"] = free(row)
            elif row_id := free(row):
                row["id"] = row_id
                self._give(table, number, row_id)
                self.intake.notes.append(f"{grid.where.rpartition(', ')[2].capitalize()}, row {number}: id {row_id}.")

    def _name_again(
        self, table: Table, unnamed: Sequence[tuple[int, Texts]], held: Set[str]
    ) -> list[tuple[int, Texts]]:
        """Give a row its identifier of the last import, by what it holds or else by its place; give the others."""
        free = {name: place for name, place in self.named.get(table.name, {}).items() if name not in held}
        was = {values.get("id"): values for values in self.intake.was.get(table.name, {}).values()}
        left = list(unnamed)
        for by_place in (False, True):
            for number, row in list(left):
                for name, place in free.items():
                    if place == number if by_place else _same(was.get(name, {}), row, table):
                        row["id"] = name
                        self._give(table, number, name)
                        left.remove((number, row))
                        del free[name]
                        break
        return left

    def _give(self, table: Table, number: int, name: str) -> None:
        self.intake.given.setdefault(table.name, {})[name] = number


def _same(values: Mapping[str, Cell], texts: Texts, table: Table) -> bool:
    """Whether a row of the data holds what a row of the worksheet holds, but for the identifier."""
    cells, _ = check_rows(table.columns, [(2, [texts[name] for name in table.columns])], table, table.file)
    return bool(cells) and all(cells[0].values[name] == values.get(name) for name in table.columns if name != "id")
