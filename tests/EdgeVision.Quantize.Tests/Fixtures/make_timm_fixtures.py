"""Writes a small MobileNetV1 as .safetensors and ONNX with timm's tensor names, as weights-only .h5 files with Keras's names, and the
logits that PyTorch computes.

Run it with a Python that has torch and h5py: python3 make_timm_fixtures.py
"""
import gzip
import io
import json
import pathlib
import struct

import h5py
import numpy as np
import torch
from torch import nn

HERE = pathlib.Path(__file__).parent
STAGES = [[(6, 1)], [(6, 2), (8, 1)], [(8, 2), (8, 1)], [(10, 2)] + [(10, 1)] * 5, [(12, 2), (12, 1)]]
SIZE = 36  # 36, 18, 9, 5, 3, 2: even and odd sizes before a stride


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv_dw = nn.Conv2d(inputs, inputs, 3, stride, 1, groups=inputs, bias=False)
        self.bn1 = nn.BatchNorm2d(inputs)
        self.conv_pw = nn.Conv2d(inputs, outputs, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)

    def forward(self, x):
        x = nn.functional.relu6(self.bn1(self.conv_dw(x)))
        return nn.functional.relu6(self.bn2(self.conv_pw(x)))


class Model(nn.Module):
    def __init__(self, classes=7):
        super().__init__()
        self.conv_stem = nn.Conv2d(3, 4, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(4)
        stages, inputs = [], 4
        for stage in STAGES:
            blocks = []
            for outputs, stride in stage:
                blocks.append(Block(inputs, outputs, stride))
                inputs = outputs
            stages.append(nn.Sequential(*blocks))
        self.blocks = nn.Sequential(*stages)
        self.classifier = nn.Linear(inputs, classes)

    def forward(self, x):
        x = nn.functional.relu6(self.bn1(self.conv_stem(x)))
        x = self.blocks(x)
        return self.classifier(torch.flatten(nn.functional.adaptive_avg_pool2d(x, 1), 1))


def randomize(model):
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.7, 1.5)
            nn.init.normal_(module.bias, 0.5, 0.3)
            nn.init.normal_(module.running_mean, 0, 0.2)
            nn.init.uniform_(module.running_var, 0.3, 1.2)
        elif isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(module.weight, 0, 0.5)


def write_safetensors(state, path):
    header, data = {"__metadata__": {"format": "pt"}}, b""
    for name in sorted(state):
        value = state[name]
        kind = {torch.float32: "F32", torch.int64: "I64"}[value.dtype]
        raw = value.contiguous().numpy().tobytes()
        header[name] = {"dtype": kind, "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def keras_layers(state):
    """Keras's layers in order of computation: class, name, weights."""
    def norm(prefix):
        return {key: state[f"{prefix}.{name}"].numpy() for key, name in (
            ("gamma", "weight"), ("beta", "bias"), ("moving_mean", "running_mean"), ("moving_variance", "running_var"))}

    def kernel(name):
        return state[name].numpy().transpose(2, 3, 1, 0).copy()

    yield "conv2d", "conv1", {"kernel": kernel("conv_stem.weight")}
    yield "batch_normalization", "conv1_bn", norm("bn1")
    paths = [f"blocks.{s}.{b}" for s, stage in enumerate(STAGES) for b in range(len(stage))]
    for i, path in enumerate(paths, 1):
        depthwise = state[f"{path}.conv_dw.weight"].numpy().transpose(2, 3, 0, 1).copy()
        yield "depthwise_conv2d", f"conv_dw_{i}", {"depthwise_kernel": depthwise}
        yield "batch_normalization", f"conv_dw_{i}_bn", norm(f"{path}.bn1")
        yield "conv2d", f"conv_pw_{i}", {"kernel": kernel(f"{path}.conv_pw.weight")}
        yield "batch_normalization", f"conv_pw_{i}_bn", norm(f"{path}.bn2")
    yield "conv2d", "conv_preds", {
        "kernel": state["classifier.weight"].numpy().T[None, None].copy(), "bias": state["classifier.bias"].numpy()}


def write_h5(path, fill):
    memory = io.BytesIO()
    with h5py.File(memory, "w") as f:
        fill(f)
    # Mostly the empty space that HDF5 reserves.
    path.write_bytes(gzip.compress(memory.getvalue(), mtime=0))


def fill_keras2(f, layers):
    names = [name for _, name, _ in layers]
    f.attrs["layer_names0"] = np.array([n.encode() for n in names[:20]])
    f.attrs["layer_names1"] = np.array([n.encode() for n in names[20:]])
    for _, name, weights in layers:
        group = f.create_group(name)
        group.attrs["weight_names"] = np.array([f"{name}/{key}:0".encode() for key in weights])
        for key, value in weights.items():
            group[f"{name}/{key}:0"] = value


def fill_keras3(f, layers):
    counts = {}
    for kind, _, weights in layers:
        count = counts.get(kind, 0)
        counts[kind] = count + 1
        variables = f.create_group(f"layers/{kind}" + (f"_{count}" if count else "")).create_group("vars")
        for i, value in enumerate(weights.values()):
            variables[str(i)] = value
    f.create_group("layers/dropout/vars")


def main():
    torch.manual_seed(1)
    model = Model().eval()
    randomize(model)
    # The pixel of row r, column c and channel k is ((r · 36 + c) · 3 + k) · 37 mod 256.
    pixels = (torch.arange(SIZE * SIZE * 3) * 37 % 256).reshape(1, SIZE, SIZE, 3).permute(0, 3, 1, 2)
    image = (pixels.double() - 127.5) / 127.5
    with torch.no_grad():
        logits = model.double()(image)[0]
    model.float()
    (HERE / "timm_expected.json").write_text(json.dumps([round(float(x), 6) for x in logits]) + "\n")
    write_safetensors(model.state_dict(), HERE / "timm.safetensors")
    layers = list(keras_layers(model.state_dict()))
    write_h5(HERE / "mobilenet_keras2.h5.gz", lambda f: fill_keras2(f, layers))
    write_h5(HERE / "mobilenet_keras3.h5.gz", lambda f: fill_keras3(f, layers))
    torch.onnx.export(model, image.float(), HERE / "timm.onnx", opset_version=13, input_names=["image"], output_names=["logits"])


main()
