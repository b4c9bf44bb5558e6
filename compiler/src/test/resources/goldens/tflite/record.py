#!/usr/bin/env python3
"""record.py FOLDER [operators.txt]: runs each FOLDER/NAME.tflite that operators.txt does not have yet.

Models of floats are in FOLDER/floats, and go to float-operators.txt. FOLDER is what `mvn -pl compiler test -Dtest=OperatorGoldensTest -Dupcall.tfliteCases=FOLDER` writes. Needs
PyPI's tflite-micro (0.dev20261023182759 recorded what is there), whose reference kernels begin each run
anew. A line is a model's name, the inputs of two runs and their outputs, in base 64.
"""
import base64
import pathlib
import random
import sys

import numpy as np
from tflite_micro.python.tflite_micro import runtime

RUNS = 2


def arrays(seed, details):
    """Random bytes, or floats from -2 to 2, for each input."""
    rng = random.Random(seed)
    for detail in details:
        size = int(np.prod(detail["shape"])) * np.dtype(detail["dtype"]).itemsize
        if detail["dtype"] == np.float32:
            elements = np.array([rng.uniform(-2, 2) for _ in range(size // 4)], np.float32)
        else:
            elements = np.frombuffer(rng.randbytes(size), dtype=detail["dtype"])
        yield elements.reshape(detail["shape"])


def details(interpreter):
    """Of all inputs; how many there are shows where they end."""
    found = []
    while True:
        try:
            found.append(interpreter.get_input_details(len(found)))
        except (IndexError, RuntimeError, ValueError):
            return found


def record(path):
    interpreter = runtime.Interpreter.from_file(str(path))
    inputs, outputs = b"", b""
    for run in range(RUNS):
        interpreter.reset()
        for i, array in enumerate(arrays("%s %d" % (path.stem, run), details(interpreter))):
            interpreter.set_input(array, i)
            inputs += array.tobytes()
        interpreter.invoke()
        outputs += interpreter.get_output(0).tobytes()
    return [base64.b64encode(data).decode() for data in (inputs, outputs)]


def main(folder, file=pathlib.Path(__file__).parent / "operators.txt"):
    lines = pathlib.Path(file).read_text().splitlines()
    known = {line.split()[0] for line in lines}
    for path in sorted(pathlib.Path(folder).glob("*.tflite")):
        if path.stem not in known:
            lines.append(" ".join([path.stem] + record(path)))
    comments = [line for line in lines if line.startswith("#")]
    rest = sorted(line for line in lines if not line.startswith("#"))
    pathlib.Path(file).write_text("\n".join(comments + rest) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
