"""A line that waits is decided on by a choice, a reason and a button, as JupyterLab sends them to the kernel."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

from support.desk_decisions import LIST
from support.fewer_candidates import with_fewer_candidates
from support.lab import JUPYTER, needs_lab

pytestmark = needs_lab

OPENING = """from analysis import desk
desk.session(by="A. Nalist", on="2026-11-25")
month_reconciled = desk.open_month(month="2021-04", data_dir={data!r})"""
WAITING = "desk.signatures_that_wait(month_reconciled)"
TITLE = "ToggleButtonModel"
CLICK = {"method": "custom", "content": {"event": "click"}}


class Kernel:
    def __init__(self, client: Any) -> None:
        self.client = client

    def run(self, code: str, *, attended: bool = True) -> list[dict[str, Any]]:
        return self._answers_to(self.client.execute(code, allow_stdin=attended))

    def send(self, form: str, **message: Any) -> list[dict[str, Any]]:
        """Send what the front end does when something is typed, chosen or pressed."""
        sent = self.client.session.msg("comm_msg", {"comm_id": form, "data": message})
        self.client.shell_channel.send(sent)
        return self._answers_to(sent["header"]["msg_id"])

    def _answers_to(self, asked: str) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        while True:
            answer = self.client.get_iopub_msg(timeout=120)
            if answer["parent_header"].get("msg_id") == asked:
                if answer["content"].get("execution_state") == "idle":
                    return answers
                answers.append(answer)


def opened(answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [answer["content"] for answer in answers if answer["msg_type"] == "comm_open"]


def updates_of(form: str, answers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sent = (each["content"] for each in answers if each["msg_type"] == "comm_msg")
    return [each["data"]["state"] for each in sent if each["comm_id"] == form and each["data"]["method"] == "update"]


def shown(answers: list[dict[str, Any]]) -> str:
    contents = [answer["content"] for answer in answers if answer["msg_type"] != "comm_msg"]
    return "".join(each.get("evalue", "") + each.get("data", {}).get("text/plain", "") for each in contents)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    data = with_fewer_candidates(tmp_path / "data")
    (data / "signatories" / "lijst.csv").write_text(LIST, encoding="utf-8")
    return data


@pytest.fixture
def kernel(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kernel]:
    spec = tmp_path / "kernels" / "lab" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(JUPYTER.with_name("python")), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "lab", "language": "python"}), encoding="utf-8")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    manager, client = start_new_kernel(kernel_name="lab")
    kernel = Kernel(client)
    kernel.run(OPENING.format(data=str(data)))
    yield kernel
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def decided(data: Path) -> str:
    path = data / "decisions" / "signatories.csv"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_line_is_decided_on_by_a_choice_a_reason_and_a_button_and_the_decision_is_taken_back(kernel, data):
    (title,) = [each for each in opened(kernel.run(WAITING)) if each["data"]["state"]["_model_name"] == TITLE]
    made = opened(kernel.send(title["comm_id"], method="update", state={"value": True}, buffer_paths=[]))
    forms = {each["data"]["state"]["_model_name"]: each for each in made}
    options, reason, button = (forms[f"{name}Model"]["comm_id"] for name in ("RadioButtons", "Text", "Button"))
    labels = forms["RadioButtonsModel"]["data"]["state"]["_options_labels"]
    said = "It is the signature of CU as a party, which has then signed"
    assert labels[0] == said and len(labels) == 3, "what the calls to copy do"
    assert "Nothing was chosen" in shown(kernel.send(button, **CLICK))
    kernel.send(options, method="update", state={"index": 2}, buffer_paths=[])
    assert "reason: not filled in" in shown(kernel.send(button, **CLICK))
    assert decided(data) == ""
    kernel.send(reason, method="update", state={"value": 'Made up, "to try"'}, buffer_paths=[])
    answers = kernel.send(button, **CLICK)
    assert "Outcome: rejected" in shown(answers), "before and after"
    (closed,) = updates_of(title["comm_id"], answers)
    assert closed["description"].startswith("✓ "), "what was decided is seen when it is folded"
    row = r'lijst\.csv,2,ChristenUnei,\w{12},reject,,,,,2021-03-10,A\. Nalist,2026-11-25,"Made up, ""to try"""'
    assert re.search(row, decided(data))
    assert "No signature waits" in shown(kernel.run(WAITING)), "the month of the notebook has it"
    assert "Taken out of" in shown(kernel.send(button, **CLICK))
    assert "lijst.csv" not in decided(data)


def test_a_title_that_is_too_long_for_its_line_is_broken_beside_its_triangle(kernel):
    made = {each["comm_id"]: each["data"]["state"] for each in opened(kernel.run(WAITING))}
    (title,) = (state for state in made.values() if state["_model_name"] == TITLE)
    layout = made[title["layout"].removeprefix("IPY_MODEL_")]
    assert (layout["height"], layout["align_items"], title["tooltip"]) == ("auto", "center", title["description"])
    assert any(
        re.search(r"widget-toggle-button.*white-space: normal", state.get("value") or "") for state in made.values()
    )


def test_a_notebook_that_runs_by_itself_has_the_calls_alone(kernel):
    (answer,) = [each for each in kernel.run(WAITING, attended=False) if each["msg_type"] != "execute_input"][1:]
    assert set(answer["content"]["data"]) == {"text/plain", "text/html"}
