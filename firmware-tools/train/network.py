"""MobileNetV1 (Howard et al. 2017, arXiv:1704.04861) as TensorFlow lays it out: SAME padding, NCHW tensors, logits out."""

import torch
import torch.nn.functional as F
from torch import nn

# (output channels at width 1.0, stride) of the thirteen depthwise-separable blocks: table 1 of the paper.
BLOCKS = [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), (512, 1), (512, 1), (512, 1), (512, 1), (512, 1), (1024, 2), (1024, 1)]
BN_EPSILON = 1e-3


def channels(count: int, width: float) -> int:
    """Channels at a width multiplier; Keras truncates."""
    return max(8, int(count * width))


class ConvBn(nn.Module):
    """Convolution with TensorFlow's SAME padding (the odd pixel goes to the right and the bottom), batch normalization, ReLU6."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, groups: int = 1, clip: float | None = 6.0):
        super().__init__()
        self.conv = nn.Conv2d(inputs, outputs, kernel, stride, groups=groups, bias=False)
        self.bn = nn.BatchNorm2d(outputs, eps=BN_EPSILON, momentum=0.01)
        self.clip = clip

    def pad(self, x: torch.Tensor) -> torch.Tensor:
        kernel, stride = self.conv.kernel_size[0], self.conv.stride[0]
        total = [max((-(-n // stride) - 1) * stride + kernel - n, 0) for n in x.shape[2:]]
        if not any(total):
            return x
        (height, width) = total
        return F.pad(x, (width // 2, width - width // 2, height // 2, height - height // 2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = self.bn(self.conv(self.pad(x)))
        # hardtanh, not clamp: the same values, and its backward pass is one kernel instead of four (a fifth of a training step).
        return F.relu(x) if self.clip is None else F.hardtanh(x, 0.0, self.clip)


class MobileNetV1(nn.Module):
    """Input N x 3 x size x size in [-1, 1], output N x classes logits. `clip=None` gives plain ReLU (some published weights use it)."""

    def __init__(self, width: float, classes: int, dropout: float = 0.0, clip: float | None = 6.0):
        super().__init__()
        self.width, self.classes, self.clip = width, classes, clip
        depth = channels(32, width)
        layers = [ConvBn(3, depth, 3, 2, clip=clip)]
        for count, stride in BLOCKS:
            outputs = channels(count, width)
            layers += [ConvBn(depth, depth, 3, stride, groups=depth, clip=clip), ConvBn(depth, outputs, 1, 1, clip=clip)]
            depth = outputs
        self.features = nn.Sequential(*layers)
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(depth, classes)
        for module in self.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, mode="fan_out" if module.groups == 1 else "fan_in", nonlinearity="relu")

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.head(self.dropout(self.features(x).mean(dim=(2, 3))))


@torch.no_grad()
def fold_batch_norm(layer: ConvBn) -> None:
    """Moves a layer's batch normalization into its convolution; the layer can then only infer."""
    bn, conv = layer.bn, layer.conv
    scale = bn.weight / torch.sqrt(bn.running_var + bn.eps)
    conv.weight = nn.Parameter(conv.weight * scale.view(-1, 1, 1, 1))
    conv.bias = nn.Parameter(bn.bias - bn.running_mean * scale)
    layer.bn = nn.Identity()
