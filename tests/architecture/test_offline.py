"""Nothing leaves the machine: not from the tests, and not from the demo."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import ROOT


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.invalid"])
def test_a_test_cannot_reach_beyond_this_machine(host):
    with pytest.raises(RuntimeError, match="only this machine"):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            client.sendall(b"x")
        with server.accept()[0] as accepted:
            assert accepted.recv(1) == b"x"


def test_the_demo_opens_no_connection(tmp_path):
    """Every process of it, workers included, is watched by its own interpreter."""
    watch = tmp_path / "site"
    watch.mkdir()
    watch.joinpath("sitecustomize.py").write_text(
        "import socket, sys\n"
        "def watch(event, arguments):\n"
        "    if event in ('socket.connect', 'socket.sendto', 'socket.getaddrinfo'):\n"
        "        if event == 'socket.getaddrinfo' or arguments[0].family != socket.AF_UNIX:\n"
        f"            open({str(tmp_path / 'seen')!r}, 'a').write(f'{{event}} {{arguments}}\\n')\n"
        "sys.addaudithook(watch)\n"
        f"open({str(tmp_path / 'watched')!r}, 'a').write('x')\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(watch), "HOME": str(tmp_path)}
    done = subprocess.run(
        [str(Path(sys.executable).with_name("circletake")), "demo"],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert tmp_path.joinpath("watched").read_text()
    assert not tmp_path.joinpath("seen").exists(), tmp_path.joinpath("seen").read_text()
