"""Pictures are drawn in a separate process, and stay the same whatever happens to it."""

import os
import pickle
import signal
import subprocess
import sys
from dataclasses import replace

import pytest

from mapapp.api import press
from mapapp.api.press import Press
from mapapp.exports.picture.drawing import composed
from mapapp.exports.picture.printing import printed
from mapapp.exports.picture.request import KINDS, PictureRequest
from mapapp.model.query import Query
from tests.factories import war

SERVER = """
import sys, time
from mapapp.api.press import Press
from mapapp.exports.picture.sheet import Sheet
press = Press()
press.print_sheet(Sheet(9, 9, "white", "", "", ""), "png")
print("begun", flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def sheet():
    return composed(war(), PictureRequest(Query()))


@pytest.fixture
def at_work():
    one = Press()
    yield one
    one.end()


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_is_printed_as_it_would_be_here(at_work, sheet, kind):
    assert at_work.print_sheet(sheet, kind) == printed(sheet, kind)


def test_one_process_prints_all_and_another_once_it_is_gone(at_work, sheet):
    made = at_work.print_sheet(sheet, "png")
    first = at_work.process
    assert at_work.print_sheet(sheet, "png") == made
    assert at_work.process == first
    os.kill(first, signal.SIGKILL)
    assert at_work.print_sheet(sheet, "png") == made
    assert at_work.process != first


def test_a_process_that_can_not_even_begin_is_an_error_and_no_endless_attempt(at_work, sheet, monkeypatch):
    monkeypatch.setattr(press, "COMMAND", [sys.executable, "-c", ""])
    with pytest.raises(RuntimeError, match="ended 2 times"):
        at_work.print_sheet(sheet, "png")


def test_one_that_hangs_is_ended_and_another_prints(at_work, sheet, monkeypatch):
    made = at_work.print_sheet(sheet, "png")
    first = at_work.process
    monkeypatch.setattr(
        press, "SECONDS_PER_TRY", 10.0
    )  # the second process must start within this time, even on a busy machine
    os.kill(first, signal.SIGSTOP)
    assert at_work.print_sheet(sheet, "png") == made
    assert at_work.process != first


def test_a_sheet_that_could_not_be_handed_over_leaves_nothing_to_the_next(at_work, sheet):
    made = at_work.print_sheet(sheet, "png")
    with pytest.raises((AttributeError, pickle.PicklingError)):
        at_work.print_sheet(lambda: None, "png")
    assert at_work.print_sheet(sheet, "png") == made


def test_one_that_has_nothing_to_do_ends_by_itself_and_one_that_hangs_is_ended(at_work, sheet, monkeypatch):
    at_work.print_sheet(sheet, "png")
    process = at_work._process
    at_work.end()
    assert process.returncode == 0, "it has removed what it kept for itself"
    monkeypatch.setattr(press, "SECONDS_TO_EXIT", 0.1)
    at_work.print_sheet(sheet, "png")
    process = at_work._process
    process.send_signal(signal.SIGSTOP)
    at_work.end()
    assert process.returncode == -signal.SIGKILL


def test_what_is_wrong_with_a_sheet_is_raised_here_and_the_next_is_printed(at_work, sheet):
    with pytest.raises(ValueError, match="no colour at all"):
        at_work.print_sheet(replace(sheet, paper="no colour at all"), "png")
    assert at_work.print_sheet(sheet, "png")


def test_it_ends_with_its_server_even_if_that_is_killed():
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        assert server.stdout.readline() == "begun\n"
        server.kill()
        assert server.stderr.read() == "", "both hold it: it ends once both have"
