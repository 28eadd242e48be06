"""What `briefing check` checks: everything, in order, each where its rules are.

1. The contract of the tables is the one of this program                       `sources.contracts`
2. Nothing about a single victim, in any file                                  `sources.case_level`
3. Rows of the template that are not filled in; characters that nobody sees    `sources.table_texts`
4. Each file is a table (`sources.table_texts`) as its contract says           `sources.contracts`
5. Lists of signatories can be read                                            `sources.signature_lists`
6. Rules between rows and tables; decisions contradict nothing, are not stale  `sources.rules`, `sources.decisions`
7. Publications without a date, rows that wait for others, contact             `sources.known_from`, `sources.missing`
8. Files with names that every account of the machine can read, or that are    `sources.checks`,
   saved where git takes them into the repository                              `sources.exposed_files`
9. Sentences are there in both languages                                       `core.wording`
10. Publications that are due by the end of the month                          `sources.missing`
11. Decisions on parties whose predecessors did not sign                       `sources.decisions`
12. Numbers that changed since the month was released                          `releases`
13. Decisions on figures that change nothing                                   `sources.decisions`
14. What is overdue of the commitments                                         `commitment_events`
15. Parts of a new edition that can't be compared with their total             `new_editions`

A build does 1 to 7 and 9 to 12 as well, and stops at an error.
"""

from pathlib import Path

from analysis import sources
from analysis.core.parameters import Month
from analysis.core.problems import InputError, Problem, in_order
from analysis.core.wording import problems_of_wording
from analysis.reconciliation import reconcile_tables
from analysis.reconciliation.commitment_events import overdue_events
from analysis.reconciliation.new_editions import questions_about_new_editions
from analysis.sources.contracts import OWN_DATA
from analysis.sources.decisions.checks import idle_decisions
from analysis.sources.exposed_files import misplaced_files, open_to_others


def check(month: Month, data_dir: Path = OWN_DATA) -> list[Problem]:
    """Return every problem that a build of a month would meet, and what an analyst should know, by file and row.

    Raises InputError only where there is no contract to check against.
    """
    checked, problems = sources.examine(data_dir)
    # Of this machine and not of the data: reported here, and not among the warnings that a notebook shows.
    exposed = open_to_others(data_dir, checked.tables["signature_lines"])
    exposed += misplaced_files(data_dir, checked.paths.values())
    problems += problems_of_wording()
    if any(problem.severity == "error" for problem in problems):
        return in_order([*problems, *exposed])
    try:
        now = reconcile_tables(month, checked)
    except InputError as error:
        return in_order([*sources.as_of(month, checked).warnings, *error.problems, *exposed])
    doubted = set(now.figures.discrepancies["figure_ids"].str.split("|").explode())
    idle = idle_decisions(now.sources.decisions.figures, now.figures.printed_figures, doubted)
    asked = questions_about_new_editions(now.sources, now.figures)
    return in_order([*now.warnings, *idle, *overdue_events(now.sources), *asked, *exposed])
