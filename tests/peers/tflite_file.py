"""Reads what a race needs from a .tflite file: tensors with their quantization and bytes, operators with their options.

The fields' numbers are those of TensorFlow Lite's public schema. The files are models of this project's users, already read by
`edgevision`.
"""
import struct
from dataclasses import dataclass, field
from pathlib import Path

TYPES = {0: "float32", 2: "int32", 3: "uint8", 9: "int8"}
OPERATORS = {0: "add", 1: "average_pool", 3: "conv", 4: "depthwise", 9: "dense", 22: "reshape", 25: "softmax", 40: "mean", 43: "squeeze", 114: "quantize"}


class Table:
    def __init__(self, data, position):
        self.data, self.position = data, position
        self.vtable = position - struct.unpack_from("<i", data, position)[0]
        self.length = struct.unpack_from("<H", data, self.vtable)[0]

    def _field(self, number):
        slot = 4 + 2 * number
        offset = struct.unpack_from("<H", self.data, self.vtable + slot)[0] if slot < self.length else 0
        return self.position + offset if offset else None

    def number(self, number, kind="<i", default=0):
        at = self._field(number)
        return default if at is None else struct.unpack_from(kind, self.data, at)[0]

    def table(self, number):
        at = self._field(number)
        return None if at is None else Table(self.data, at + self.number_at(at))

    def vector(self, number, kind):
        """The numbers of a vector."""
        at = self._field(number)
        if at is None:
            return []
        start = at + self.number_at(at)
        return list(struct.unpack_from(f"<{self.number_at(start)}{kind}", self.data, start + 4))

    def bytes(self, number):
        at = self._field(number)
        if at is None:
            return b""
        start = at + self.number_at(at)
        return self.data[start + 4:start + 4 + self.number_at(start)]

    def tables(self, number):
        at = self._field(number)
        if at is None:
            return []
        start = at + self.number_at(at)
        slots = range(start + 4, start + 4 + 4 * self.number_at(start), 4)
        return [Table(self.data, slot + self.number_at(slot)) for slot in slots]

    def number_at(self, position):
        return struct.unpack_from("<I", self.data, position)[0]


@dataclass
class Tensor:
    name: str
    type: str
    shape: list
    scales: list
    zero_points: list
    data: bytes

    @property
    def count(self):
        product = 1
        for size in self.shape:
            product *= size
        return product


@dataclass
class Operator:
    kind: str
    inputs: list
    outputs: list
    options: dict = field(default_factory=dict)


@dataclass
class Model:
    tensors: list
    operators: list
    inputs: list
    outputs: list

    @property
    def macs(self):
        """Multiply-accumulates of a run, padding counted as if it were multiplied, as `edgevision` counts them."""
        return sum(self.tensors[one.outputs[0]].count * self.products(one) for one in self.operators)

    def products(self, one):
        """How many products each value of an operator's output sums."""
        if one.kind not in ("conv", "depthwise", "dense"):
            return 0
        filter_tensor = self.tensors[one.inputs[1]]
        return filter_tensor.count // filter_tensor.shape[-1 if one.kind == "depthwise" else 0]


def read(path):
    """Raises ValueError for a file that is something else."""
    data = Path(path).read_bytes()
    if data[4:8] != b"TFL3":
        raise ValueError(f"{path}: not a .tflite file")
    try:
        return model(data)
    except (struct.error, IndexError) as damage:
        raise ValueError(f"{path}: not a .tflite file that can be read: {damage}") from None


def model(data):
    root = Table(data, struct.unpack_from("<I", data, 0)[0])
    buffers = [table.bytes(0) for table in root.tables(4)]
    codes = [max(table.number(0, "<b"), table.number(3)) for table in root.tables(1)]
    graph = root.tables(2)[0]
    return Model(
        [tensor(table, buffers) for table in graph.tables(0)],
        [operator(table, codes) for table in graph.tables(3)],
        graph.vector(1, "i"),
        graph.vector(2, "i"))


def tensor(table, buffers):
    quantization = table.table(4)
    return Tensor(
        table.bytes(3).decode(errors="replace"),
        TYPES.get(table.number(1, "<b"), "other"),
        table.vector(0, "i"),
        quantization.vector(2, "f") if quantization else [],
        quantization.vector(3, "q") if quantization else [],
        buffers[table.number(2, "<I")])


def operator(table, codes):
    code = codes[table.number(0, "<I")]
    kind, options = OPERATORS.get(code, f"operator {code}"), table.table(4)
    read_options = {"conv": conv_options, "depthwise": depthwise_options, "average_pool": pool_options, "dense": activation(0),
                    "add": activation(0), "softmax": softmax_options}.get(kind)
    return Operator(kind, table.vector(1, "i"), table.vector(2, "i"), read_options(options) if read_options and options else {})


def conv_options(table):
    return {"same": table.number(0, "<b") == 0, "strides": (table.number(2), table.number(1)), "activation": table.number(3, "<b")}


def depthwise_options(table):
    return {"same": table.number(0, "<b") == 0, "strides": (table.number(2), table.number(1)), "activation": table.number(4, "<b")}


def pool_options(table):
    return {"window": (table.number(4), table.number(3)), "activation": table.number(5, "<b")}


def activation(number):
    return lambda table: {"activation": table.number(number, "<b")}


def softmax_options(table):
    return {"beta": table.number(0, "<f")}
