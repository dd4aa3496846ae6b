"""Writes the small model files that the reader tests use, with random weights and the outputs that numpy computes.

Run it with a Python that has numpy, h5py and onnx: python3 make_fixtures.py
"""
import io
import json
import pathlib
import zipfile

import h5py
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = pathlib.Path(__file__).parent
RNG = np.random.default_rng(20260101)
EPSILON = 1e-3


def weights(*shape):
    return RNG.normal(0, 0.4, shape).astype(np.float32)


def positive(*shape):
    return RNG.uniform(0.5, 1.5, shape).astype(np.float32)


# ---- the model, twice: as Keras layers and as numpy on NHWC arrays ----

W = {
    "conv1": {"kernel": weights(3, 3, 3, 4)},
    "conv1_bn": {"gamma": positive(4), "beta": weights(4), "moving_mean": weights(4), "moving_variance": positive(4)},
    "conv_dw_1": {"depthwise_kernel": weights(3, 3, 4, 2)},
    "batch_normalization_7": {"beta": weights(8), "moving_mean": weights(8), "moving_variance": positive(8)},
    "conv2d_3": {"kernel": weights(1, 1, 8, 6), "bias": weights(6)},
    "dense_2": {"kernel": weights(24, 5), "bias": weights(5)},
}


def conv(x, kernel, stride, pads, depthwise=False):
    (top, bottom), (left, right) = pads
    x = np.pad(x, ((top, bottom), (left, right), (0, 0)))
    h, w = kernel.shape[:2]
    rows, columns = (x.shape[0] - h) // stride + 1, (x.shape[1] - w) // stride + 1
    out = []
    for r in range(rows):
        for c in range(columns):
            patch = x[r * stride:r * stride + h, c * stride:c * stride + w]
            if depthwise:
                out.append(np.einsum("hwi,hwim->im", patch, kernel).reshape(-1))
            else:
                out.append(np.einsum("hwi,hwio->o", patch, kernel))
    return np.array(out).reshape(rows, columns, -1)


def norm(x, p, epsilon=EPSILON):
    return p.get("gamma", 1) * (x - p["moving_mean"]) / np.sqrt(p["moving_variance"] + epsilon) + p["beta"]


def softmax(x):
    e = np.exp(x - x.max())
    return e / e.sum()


def forward(image):
    x = image.astype(np.float64) / 127.5 - 1
    x = conv(x, W["conv1"]["kernel"], 2, ((0, 1), (0, 1)))
    x = np.clip(norm(x, W["conv1_bn"]), 0, 6)
    x = conv(x, W["conv_dw_1"]["depthwise_kernel"], 2, ((0, 1), (0, 1)), depthwise=True)
    x = np.maximum(norm(x, W["batch_normalization_7"]), 0)
    x = np.maximum(conv(x, W["conv2d_3"]["kernel"], 1, ((0, 0), (0, 0))) + W["conv2d_3"]["bias"], 0)
    return softmax(x.reshape(-1) @ W["dense_2"]["kernel"] + W["dense_2"]["bias"])


def layer(class_name, name, inputs, **config):
    reference = [[[i, 0, 0, {}] for i in inputs]] if inputs else []
    return {"class_name": class_name, "name": name, "config": {"name": name, **config}, "inbound_nodes": reference}


LAYERS = [
    layer("InputLayer", "input_9", [], batch_input_shape=[None, 8, 8, 3]),
    layer("Rescaling", "rescaling", ["input_9"], scale=1 / 127.5, offset=-1.0),
    layer("Conv2D", "conv1", ["rescaling"], filters=4, kernel_size=[3, 3], strides=[2, 2], padding="same", use_bias=False,
          activation="linear", data_format="channels_last", dilation_rate=[1, 1], groups=1),
    layer("BatchNormalization", "conv1_bn", ["conv1"], axis=[3], epsilon=EPSILON, scale=True, center=True),
    layer("ReLU", "conv1_relu", ["conv1_bn"], max_value=6.0, negative_slope=0.0, threshold=0.0),
    layer("ZeroPadding2D", "conv_pad_1", ["conv1_relu"], padding=[[0, 1], [0, 1]], data_format="channels_last"),
    layer("DepthwiseConv2D", "conv_dw_1", ["conv_pad_1"], kernel_size=[3, 3], strides=[2, 2], padding="valid", use_bias=False,
          depth_multiplier=2, activation="linear", data_format="channels_last"),
    layer("BatchNormalization", "batch_normalization_7", ["conv_dw_1"], axis=[3], epsilon=EPSILON, scale=False, center=True),
    layer("Activation", "activation_4", ["batch_normalization_7"], activation="relu"),
    layer("Conv2D", "conv2d_3", ["activation_4"], filters=6, kernel_size=[1, 1], strides=[1, 1], padding="same", use_bias=True,
          activation="relu", data_format="channels_last"),
    layer("Dropout", "dropout", ["conv2d_3"], rate=0.1),
    layer("Flatten", "flatten_1", ["dropout"], data_format="channels_last"),
    layer("Dense", "dense_2", ["flatten_1"], units=5, use_bias=True, activation="softmax"),
]
CONFIG = {"class_name": "Functional", "config": {
    "name": "small", "layers": LAYERS, "input_layers": [["input_9", 0, 0]], "output_layers": [["dense_2", 0, 0]]}}


# ---- containers ----

def whole(value):
    return {"data": value}


def chunked(value):
    if value.ndim < 4:
        return whole(value)
    chunks = tuple(max(1, (size + 1) // 2) for size in value.shape)
    return {"data": value.astype(np.float64), "chunks": chunks, "compression": "gzip", "shuffle": True}


def write_keras2(group, attribute_type, dataset=whole):
    names = [entry["name"] for entry in LAYERS]
    group.attrs["layer_names"] = attribute_type(names)
    group.attrs["keras_version"] = "2.8.0"
    for name in names:
        part = group.create_group(name)
        tensors = W.get(name, {})
        part.attrs["weight_names"] = attribute_type([f"{name}/{key}:0" for key in tensors])
        for key, value in tensors.items():
            part.create_dataset(f"{name}/{key}:0", **dataset(value))


def fixed(names):
    return np.array([n.encode() for n in names], dtype="S64") if names else np.array([], dtype="S1")


def variable(names):
    return np.array(names, dtype=h5py.string_dtype())


def write_h5():
    with h5py.File(HERE / "keras2_old.h5", "w", libver="earliest") as f:
        f.attrs["model_config"] = json.dumps(CONFIG)
        f.attrs["keras_version"] = "2.8.0"
        write_keras2(f.create_group("model_weights"), fixed)
    with h5py.File(HERE / "keras2_new.h5", "w", libver="latest") as f:
        f.attrs["model_config"] = json.dumps(CONFIG)
        group = f.create_group("model_weights")
        names = [entry["name"] for entry in LAYERS if entry["name"] in W]
        for name in names:
            part = group.create_group(name)
            part.attrs["weight_names"] = variable([f"{name}/{key}:0" for key in W[name]])
            for key, value in W[name].items():
                part.create_dataset(f"{name}/{key}:0", data=value)
    with h5py.File(HERE / "keras2_chunked.h5", "w", libver="earliest") as f:
        f.attrs["model_config"] = json.dumps(CONFIG).encode()
        write_keras2(f.create_group("model_weights"), variable, chunked)


def keras3_config():
    def tensor(name):
        return {"class_name": "__keras_tensor__", "config": {"shape": [None], "dtype": "float32", "keras_history": [name, 0, 0]}}

    layers = []
    for entry in LAYERS:
        inputs = [reference[0] for node in entry["inbound_nodes"] for reference in node]
        config = dict(entry["config"])
        if entry["class_name"] == "InputLayer":
            config["batch_shape"] = config.pop("batch_input_shape")
        nodes = [{"args": [tensor(name) for name in inputs], "kwargs": {}}] if inputs else []
        layers.append({"module": "keras.layers", "class_name": entry["class_name"], "config": config, "name": entry["name"],
                       "inbound_nodes": nodes})
    return {"class_name": "Functional", "config": {
        "name": "small", "layers": layers, "input_layers": [["input_9", 0, 0]], "output_layers": [["dense_2", 0, 0]]}}


def write_keras3():
    stems = {"InputLayer": "input_layer", "Conv2D": "conv2d", "DepthwiseConv2D": "depthwise_conv2d",
             "BatchNormalization": "batch_normalization", "Dense": "dense"}
    memory = io.BytesIO()
    with h5py.File(memory, "w") as f:
        counts = {}
        for entry in LAYERS:
            stem = stems.get(entry["class_name"], entry["class_name"].lower())
            count = counts.get(stem, 0)
            counts[stem] = count + 1
            part = f.create_group(f"layers/{stem}" + (f"_{count}" if count else "")).create_group("vars")
            for i, value in enumerate(W.get(entry["name"], {}).values()):
                part[str(i)] = value
    with zipfile.ZipFile(HERE / "keras3.keras", "w") as archive:
        archive.writestr(zipfile.ZipInfo("metadata.json"), json.dumps({"keras_version": "3.4.1"}))
        archive.writestr(zipfile.ZipInfo("config.json"), json.dumps(keras3_config()))
        archive.writestr(zipfile.ZipInfo("model.weights.h5"), memory.getvalue())


def write_onnx():
    """The same function in NCHW with PyTorch's habits: a flattened image before Gemm, Clip with inputs, explicit pads."""
    def constant(name, value):
        return numpy_helper.from_array(np.ascontiguousarray(value), name)

    n1, n2 = W["conv1_bn"], W["batch_normalization_7"]
    depthwise = W["conv_dw_1"]["depthwise_kernel"].reshape(3, 3, 8).transpose(2, 0, 1)[:, None]
    # ONNX flattens channel by channel: reorder the rows, which are pixel by pixel.
    dense = W["dense_2"]["kernel"].reshape(2, 2, 6, 5).transpose(2, 0, 1, 3).reshape(24, 5)
    initializers = [
        constant("scale", np.float32(1 / 127.5)), constant("one", np.float32([1, 1, 1]).reshape(1, 3, 1, 1)),
        constant("w1", W["conv1"]["kernel"].transpose(3, 2, 0, 1)), constant("w2", depthwise),
        *[constant(f"n1_{k}", n1[k]) for k in ("gamma", "beta", "moving_mean", "moving_variance")],
        constant("n2_gamma", np.ones(8, np.float32)), *[constant(f"n2_{k}", n2[k]) for k in ("beta", "moving_mean", "moving_variance")],
        constant("w3", W["conv2d_3"]["kernel"].transpose(3, 2, 0, 1)), constant("b3", W["conv2d_3"]["bias"]),
        constant("w4", dense.T), constant("b4", W["dense_2"]["bias"]),
        constant("zero", np.float32(0)), constant("six", np.float32(6)), constant("flat", np.int64([0, -1])),
    ]
    nodes = [
        helper.make_node("Mul", ["image", "scale"], ["scaled"]),
        helper.make_node("Sub", ["scaled", "one"], ["x0"]),
        helper.make_node("Conv", ["x0", "w1"], ["x1"], strides=[2, 2], pads=[0, 0, 1, 1], kernel_shape=[3, 3]),
        helper.make_node("BatchNormalization", ["x1", "n1_gamma", "n1_beta", "n1_moving_mean", "n1_moving_variance"], ["x2"], epsilon=EPSILON),
        helper.make_node("Clip", ["x2", "zero", "six"], ["x3"]),
        helper.make_node("Pad", ["x3", "pads"], ["x4"]),
        helper.make_node("Conv", ["x4", "w2"], ["x5"], strides=[2, 2], group=4, kernel_shape=[3, 3], auto_pad="VALID"),
        helper.make_node("BatchNormalization", ["x5", "n2_gamma", "n2_beta", "n2_moving_mean", "n2_moving_variance"], ["x6"], epsilon=EPSILON),
        helper.make_node("Relu", ["x6"], ["x7"]),
        helper.make_node("Conv", ["x7", "w3", "b3"], ["x8"]),
        helper.make_node("Relu", ["x8"], ["x9"]),
        helper.make_node("Dropout", ["x9"], ["x10"]),
        helper.make_node("Reshape", ["x10", "flat"], ["x11"]),
        helper.make_node("Gemm", ["x11", "w4", "b4"], ["logits"], transB=1),
        helper.make_node("Softmax", ["logits"], ["probabilities"], axis=1),
    ]
    initializers.append(constant("pads", np.int64([0, 0, 0, 0, 0, 0, 1, 1])))
    graph = helper.make_graph(
        nodes, "small",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, ["batch", 3, 8, 8])],
        [helper.make_tensor_value_info("probabilities", TensorProto.FLOAT, ["batch", 5])], initializers)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], producer_name="fixtures")
    onnx.checker.check_model(model)
    onnx.save(model, HERE / "small.onnx")


def main():
    write_h5()
    write_keras3()
    write_onnx()
    image = (np.arange(8 * 8 * 3) * 37 % 256).astype(np.uint8).reshape(8, 8, 3)
    (HERE / "expected.json").write_text(json.dumps([round(float(p), 7) for p in forward(image)]) + "\n")


main()
