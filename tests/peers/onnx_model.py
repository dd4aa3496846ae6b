"""Writes a quantized .tflite model as an ONNX model with the same integers, in the form that ONNX Runtime turns into integer operators:
activations as uint8 (int8 ones 128 higher), weights as in the file, channels first.
"""
import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper, save

import tflite_file

NONE, RELU, RELU6 = 0, 1, 3
BYTES = {"int8": np.int8, "uint8": np.uint8}


class NotConvertible(Exception):
    """The model has something that this does not write; the message says what."""


def convert(tflite_path, onnx_path):
    graph = Graph(tflite_file.read(tflite_path))
    save(graph.model(), onnx_path)


class Graph:
    def __init__(self, model):
        self.tensors, self.nodes, self.constants = model.tensors, [], []
        if any(self.tensors[i].type not in BYTES for i in model.inputs + model.outputs):
            raise NotConvertible("it is not a model of bytes")
        self.input, self.output = model.inputs[0], model.outputs[0]
        for operator in model.operators:
            write = getattr(self, operator.kind, None) if operator.kind in tflite_file.OPERATORS.values() else None
            if write is None:
                raise NotConvertible(f"it has {operator.kind}")
            write(operator)

    def model(self):
        values = [helper.make_tensor_value_info(self.name(i), TensorProto.UINT8, self.planes(self.tensors[i].shape))
                  for i in (self.input, self.output)]
        graph = helper.make_graph(self.nodes, "converted", values[:1], values[1:], self.constants)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
        checker.check_model(model)
        return model

    def conv(self, op):
        self.convolution(op, (0, 3, 1, 2), groups=1)

    def depthwise(self, op):
        channels = self.tensors[op.inputs[0]].shape[3]
        self.convolution(op, (3, 0, 1, 2), groups=channels)

    def convolution(self, op, axes, groups):
        image, weights = self.tensors[op.inputs[0]], self.tensors[op.inputs[1]]
        kernel = weights.shape[1:3]
        pads = [same_pads(size, k, s) if op.options["same"] else (0, 0)
                for size, k, s in zip(image.shape[1:3], kernel, op.options["strides"])]
        values = self.bytes(weights).transpose(axes)
        real = self.node("Conv", [self.real(op.inputs[0]), self.weights(op, values), self.bias(op)],
                         kernel_shape=kernel, strides=op.options["strides"], group=groups,
                         pads=[pads[0][0], pads[1][0], pads[0][1], pads[1][1]])
        self.quantized(self.activated(real, op), op.outputs[0])

    def dense(self, op):
        values = self.bytes(self.tensors[op.inputs[1]])
        real = self.node("Gemm", [self.real(op.inputs[0]), self.weights(op, values), self.bias(op)], transB=1)
        self.quantized(self.activated(real, op), op.outputs[0])

    def add(self, op):
        self.quantized(self.activated(self.node("Add", [self.real(i) for i in op.inputs]), op), op.outputs[0])

    def average_pool(self, op):
        if tuple(self.tensors[op.inputs[0]].shape[1:3]) != tuple(op.options["window"]):
            raise NotConvertible("it averages over less than the whole image")
        self.quantized(self.node("GlobalAveragePool", [self.real(op.inputs[0])]), op.outputs[0])

    def mean(self, op):
        axes = np.frombuffer(self.tensors[op.inputs[1]].data, np.int32)
        if sorted(axes % 4) != [1, 2]:
            raise NotConvertible("it averages over other axes than those of the image")
        keeps = len(self.tensors[op.outputs[0]].shape) == 4
        real = self.node("GlobalAveragePool", [self.real(op.inputs[0])])
        self.quantized(real if keeps else self.node("Flatten", [real]), op.outputs[0])

    def quantize(self, op):
        """From int8 to uint8 or back: the same bytes here."""
        a, b = (self.tensors[i] for i in (op.inputs[0], op.outputs[0]))
        if (a.scales, self.zero_point(a)) != (b.scales, self.zero_point(b)):
            raise NotConvertible("it rescales")
        self.nodes.append(helper.make_node("Identity", [self.name(op.inputs[0])], [self.name(op.outputs[0])]))

    def softmax(self, op):
        self.quantized(self.node("Softmax", [self.real(op.inputs[0])], axis=-1), op.outputs[0])

    def reshape(self, op):
        source, shape = self.tensors[op.inputs[0]], self.tensors[op.outputs[0]].shape
        if len(source.shape) == 4 and source.shape[1:3] != [1, 1]:
            raise NotConvertible("it reshapes an image")
        self.nodes.append(helper.make_node("Reshape", [self.name(op.inputs[0]), self.constant(np.array(self.planes(shape), np.int64))],
                                           [self.name(op.outputs[0])]))

    squeeze = reshape

    def weights(self, op, values):
        tensor = self.tensors[op.inputs[1]]
        count = values.shape[0] if len(tensor.scales) > 1 else 1
        if len(tensor.scales) != count:
            raise NotConvertible("it has scales that are not those of output channels")
        scales, zeros = np.array(tensor.scales, np.float32), np.array(tensor.zero_points, values.dtype)
        return self.dequantized(values, scales, zeros)

    def bias(self, op):
        values = np.frombuffer(self.tensors[op.inputs[2]].data, np.int32)
        scales = np.array(self.tensors[op.inputs[1]].scales, np.float32) * np.float32(self.tensors[op.inputs[0]].scales[0])
        return self.dequantized(values, scales, np.zeros(len(scales), np.int32))

    def dequantized(self, values, scales, zeros):
        """Per channel along the first axis, or per tensor where there is one scale."""
        if len(scales) == 1:
            return self.node("DequantizeLinear", [self.constant(values), self.constant(scales[0]), self.constant(zeros[0])])
        return self.node("DequantizeLinear", [self.constant(values), self.constant(scales), self.constant(zeros)], axis=0)

    def activated(self, real, op):
        """The fused activation, unless the range of the quantized output does it already."""
        kind, output = op.options.get("activation", NONE), self.tensors[op.outputs[0]]
        scale, zero = output.scales[0], self.zero_point(output)
        if kind not in (NONE, RELU, RELU6):
            raise NotConvertible(f"it has activation {kind}")
        if kind == NONE or (zero == 0 and (kind == RELU or 255 * scale < 6 + scale / 2)):
            return real
        limits = [self.constant(np.array(0, np.float32))] + ([self.constant(np.array(6, np.float32))] if kind == RELU6 else [])
        return self.node("Clip", [real, *limits])

    def real(self, index):
        return self.node("DequantizeLinear", [self.name(index), *self.quantization(index)])

    def quantized(self, real, index):
        self.nodes.append(helper.make_node("QuantizeLinear", [real, *self.quantization(index)], [self.name(index)]))

    def quantization(self, index):
        tensor = self.tensors[index]
        return [self.constant(np.array(tensor.scales[0], np.float32)), self.constant(np.array(self.zero_point(tensor), np.uint8))]

    @staticmethod
    def zero_point(tensor):
        return tensor.zero_points[0] + (128 if tensor.type == "int8" else 0)

    @staticmethod
    def bytes(tensor):
        return np.frombuffer(tensor.data, BYTES[tensor.type]).reshape(tensor.shape)

    def node(self, kind, inputs, **options):
        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **options))
        return name

    def constant(self, values):
        name = f"c{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    @staticmethod
    def name(index):
        return f"t{index}"

    @staticmethod
    def planes(shape):
        return [shape[0], shape[3], shape[1], shape[2]] if len(shape) == 4 else list(shape)


def same_pads(size, kernel, stride):
    """TensorFlow's SAME: what the outputs need beyond the image, the odd one at the end."""
    outputs = -(-size // stride)
    total = max((outputs - 1) * stride + kernel - size, 0)
    return total // 2, total - total // 2
