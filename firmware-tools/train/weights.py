"""Reads float MobileNetV1 weights (Keras .h5, TensorFlow.js model.json, ONNX, or our own checkpoint) into a `MobileNetV1`."""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from dataset import DataError
from network import BN_EPSILON, MobileNetV1


@dataclass
class Stage:
    """A convolution as Keras stores it (kernel H x W x in x out, or H x W x channels x 1 for depthwise) with what follows it."""

    kernel: np.ndarray
    depthwise: bool
    bias: np.ndarray | None = None
    norm: tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray] | None = None  # gamma, beta, mean, variance


def read_keras(path: Path) -> list[Stage]:
    import h5py

    with h5py.File(path) as file:
        layers = json.loads(file.attrs["model_config"])["config"]["layers"]
        tensors = {}
        file["model_weights"].visititems(lambda name, o: tensors.__setitem__(name.split(":")[0], o[()]) if hasattr(o, "shape") else None)
    arrays = {"/".join(name.split("/")[-2:]): value for name, value in tensors.items()}
    return from_layers([layer["config"]["name"] for layer in layers], arrays)


def read_tensorflow_js(path: Path) -> list[Stage]:
    description = json.loads(path.read_text())
    arrays, order = {}, []
    for group in description["weightsManifest"]:
        data = b"".join((path.parent / shard).read_bytes() for shard in group["paths"])
        offset = 0
        for weight in group["weights"]:
            if weight["dtype"] != "float32" or "quantization" in weight:
                raise DataError(f"{path}: weight {weight['name']} is not plain float32; use a float model")
            count = int(np.prod(weight["shape"]))
            arrays[weight["name"]] = np.frombuffer(data, np.float32, count, offset).reshape(weight["shape"])
            offset += 4 * count
    layers = description.get("modelTopology", {}).get("model_config", {}).get("config", {}).get("layers")
    order = [layer["config"]["name"] for layer in layers] if layers else list(dict.fromkeys(name.rsplit("/", 1)[0] for name in arrays))
    return from_layers(order, arrays)


def from_layers(order: list[str], arrays: dict[str, np.ndarray]) -> list[Stage]:
    stages = []
    for layer in order:
        get = lambda name: arrays.get(f"{layer}/{name}")  # noqa: E731
        if get("depthwise_kernel") is not None:
            stages.append(Stage(get("depthwise_kernel"), True, get("bias")))
        elif get("kernel") is not None:
            stages.append(Stage(get("kernel"), False, get("bias")))
        elif get("moving_mean") is not None:
            mean = get("moving_mean")
            gamma, beta = get("gamma"), get("beta")
            stages[-1].norm = (np.ones_like(mean) if gamma is None else gamma, np.zeros_like(mean) if beta is None else beta, mean, get("moving_variance"))
    return stages


def read_onnx(path: Path) -> list[Stage]:
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    arrays = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    stages = []
    for node in graph.node:
        inputs = [arrays.get(name) for name in node.input]
        if node.op_type == "Conv":
            groups = next((a.i for a in node.attribute if a.name == "group"), 1)
            axes = (2, 3, 0, 1) if groups > 1 else (2, 3, 1, 0)
            stages.append(Stage(inputs[1].transpose(axes), groups > 1, inputs[2] if len(inputs) > 2 else None))
        elif node.op_type == "BatchNormalization":
            stages[-1].norm = tuple(inputs[1:5])
        elif node.op_type == "Gemm":
            transposed = next((a.i for a in node.attribute if a.name == "transB"), 0)
            stages.append(Stage(inputs[1].T if transposed else inputs[1], False, inputs[2] if len(inputs) > 2 else None))
    return stages


def assign(network: MobileNetV1, stages: list[Stage], origin: Path) -> bool:
    """Copies `stages` into `network`; returns whether the head fitted too. A body of another width is an error, another head is not."""
    body = list(network.features)
    if len(stages) < len(body):
        raise DataError(f"{origin}: {len(stages)} layers with weights, a MobileNetV1 has {len(body)} before its head")
    with torch.no_grad():
        for number, (layer, stage) in enumerate(zip(body, stages)):
            kernel = torch.from_numpy(np.array(stage.kernel.transpose((2, 3, 0, 1) if stage.depthwise else (3, 2, 0, 1)), order="C"))
            if kernel.shape != layer.conv.weight.shape:
                raise DataError(f"{origin}: layer {number} has a kernel of {tuple(kernel.shape)}, width {network.width} needs {tuple(layer.conv.weight.shape)}")
            layer.conv.weight.copy_(kernel)
            outputs = kernel.shape[0]
            gamma, beta, mean, variance = stage.norm or (np.ones(outputs), np.zeros(outputs), np.zeros(outputs), np.full(outputs, 1 - BN_EPSILON))
            bias = np.zeros(outputs) if stage.bias is None else stage.bias
            for target, value in ((layer.bn.weight, gamma), (layer.bn.bias, beta), (layer.bn.running_mean, mean - bias), (layer.bn.running_var, variance)):
                target.copy_(torch.from_numpy(np.array(value, np.float32)))
        if len(stages) == len(body):
            return False
        head = stages[len(body)]
        kernel = torch.from_numpy(np.array(head.kernel.reshape(head.kernel.shape[-2:]).T, order="C"))
        if kernel.shape != network.head.weight.shape:
            return False
        network.head.weight.copy_(kernel)
        network.head.bias.copy_(torch.from_numpy(np.array(head.bias, np.float32)) if head.bias is not None else torch.zeros(len(kernel)))
        return True


def load(network: MobileNetV1, path: Path) -> bool:
    """Loads any supported file; returns whether the head was loaded as well."""
    if not path.exists():
        raise DataError(f"{path}: no such file; --init and --teacher take a .h5, model.json, .onnx or checkpoint.pt")
    if path.suffix == ".pt":
        state = torch.load(path)["averaged"]
        fits = state["head.weight"].shape == network.head.weight.shape
        network.load_state_dict({k: v for k, v in state.items() if fits or not k.startswith("head.")}, strict=fits)
        return fits
    readers = {".h5": read_keras, ".hdf5": read_keras, ".json": read_tensorflow_js, ".onnx": read_onnx}
    if path.suffix not in readers:
        raise DataError(f"{path}: unknown kind of weights; expected .h5, model.json, .onnx or checkpoint.pt")
    return assign(network, readers[path.suffix](path), path)
