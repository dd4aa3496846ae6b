"""Writes the network as ONNX for `quantize`: batch normalization folded, softmax at the end, input N x 3 x size x size in [-1, 1]."""

import copy
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from network import MobileNetV1, fold_batch_norm

OPSET = 13


def write_onnx(network: MobileNetV1, size: int, path: Path) -> None:
    """Writes the inference graph; SAME_UPPER is ONNX's name for TensorFlow's SAME padding."""
    network = copy.deepcopy(network).eval()
    nodes, constants = [], []

    def constant(name: str, value: np.ndarray) -> str:
        constants.append(numpy_helper.from_array(np.ascontiguousarray(value, np.float32), name))
        return name

    value = "image"
    constant("zero", np.array(0.0))
    if network.clip is not None:
        constant("clip", np.array(network.clip))
    for number, layer in enumerate(network.features):
        fold_batch_norm(layer)
        inputs = [value, constant(f"kernel{number}", layer.conv.weight.detach().numpy()), constant(f"bias{number}", layer.conv.bias.detach().numpy())]
        nodes.append(helper.make_node("Conv", inputs, [f"sum{number}"], kernel_shape=layer.conv.kernel_size, strides=layer.conv.stride,
                                      group=layer.conv.groups, auto_pad="SAME_UPPER"))
        value = f"layer{number}"
        clip = helper.make_node("Relu", [f"sum{number}"], [value])
        nodes.append(clip if network.clip is None else helper.make_node("Clip", [f"sum{number}", "zero", "clip"], [value]))
    head = [constant("head", network.head.weight.detach().numpy()), constant("head_bias", network.head.bias.detach().numpy())]
    nodes += [helper.make_node("GlobalAveragePool", [value], ["pooled"]), helper.make_node("Flatten", ["pooled"], ["features"]),
              helper.make_node("Gemm", ["features", *head], ["logits"], transB=1),
              helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1)]
    graph = helper.make_graph(nodes, f"mobilenet_v1_{network.width}_{size}", [helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 3, size, size])],
                              [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, [1, network.classes])], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)])
    onnx.checker.check_model(model)
    onnx.save(model, str(path))
