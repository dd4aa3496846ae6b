using EdgeVision.Kernels;

namespace EdgeVision.Benchmarks;

/// <summary>The 1×1 convolutions: large images, many channels, few of both; and MobileNetV2's expansion and projection.</summary>
public class Pointwise() : KernelBenchmark(
[
    .. LinearLayers.Pointwise("V1 1.0/224 112x112x32-64", 112 * 112, 32, 64),
    .. LinearLayers.Pointwise("V1 1.0/224 28x28x256-256", 28 * 28, 256, 256),
    .. LinearLayers.Pointwise("V1 1.0/224 14x14x512-512", 14 * 14, 512, 512),
    .. LinearLayers.Pointwise("V1 1.0/224 7x7x1024-1024", 7 * 7, 1024, 1024),
    .. LinearLayers.Pointwise("V1 0.25/96 48x48x8-16", 48 * 48, 8, 16),
    .. LinearLayers.Pointwise("V1 0.25/96 6x6x128-128", 6 * 6, 128, 128),
    .. LinearLayers.Pointwise("V2 1.0/224 56x56x24-144", 56 * 56, 24, 144),
    .. LinearLayers.Pointwise("V2 1.0/224 14x14x576-96", 14 * 14, 576, 96),
]);

/// <summary>The 3×3 depthwise convolutions, strides 1 and 2.</summary>
public class Depthwise() : KernelBenchmark(
[
    .. LinearLayers.Depthwise("V1 1.0/224 112x112x32 s1", new TensorShape(1, 112, 112, 32), 1),
    .. LinearLayers.Depthwise("V1 1.0/224 112x112x64 s2", new TensorShape(1, 112, 112, 64), 2),
    .. LinearLayers.Depthwise("V1 1.0/224 14x14x512 s1", new TensorShape(1, 14, 14, 512), 1),
    .. LinearLayers.Depthwise("V1 0.25/96 48x48x8 s1", new TensorShape(1, 48, 48, 8), 1),
    .. LinearLayers.Depthwise("V1 0.25/96 48x48x16 s2", new TensorShape(1, 48, 48, 16), 2),
    .. LinearLayers.Depthwise("V2 1.0/224 56x56x144 s1", new TensorShape(1, 56, 56, 144), 1),
    .. LinearLayers.Depthwise("V2 1.0/224 56x56x144 s2", new TensorShape(1, 56, 56, 144), 2),
]);

/// <summary>The first convolutions, from three channels.</summary>
public class FirstConvolution() : KernelBenchmark(
[
    .. LinearLayers.Conv("V1 1.0/224 224x224x3-32 s2", new TensorShape(1, 224, 224, 3), 32, 2),
    .. LinearLayers.Conv("V1 0.25/96 96x96x3-8 s2", new TensorShape(1, 96, 96, 3), 8, 2),
]);

/// <summary>The classifiers, which are matrices times one pixel.</summary>
public class Dense() : KernelBenchmark(
[
    .. LinearLayers.Pointwise("V1 1.0/224 1024-1001", 1, 1024, 1001),
    .. LinearLayers.Pointwise("V1 0.25/96 256-2", 1, 256, 2),
    .. LinearLayers.Pointwise("V2 1.0/224 1280-1001", 1, 1280, 1001),
]);

/// <summary>MobileNetV2's residual connections.</summary>
public class Add() : KernelBenchmark(
[
    .. OtherLayers.Add("V2 1.0/224 56x56x24", new TensorShape(1, 56, 56, 24)),
    .. OtherLayers.Add("V2 1.0/224 7x7x160", new TensorShape(1, 7, 7, 160)),
]);

/// <summary>MobileNetV3's channels, each times its weight.</summary>
public class Mul() : KernelBenchmark(
[
    .. OtherLayers.Mul("V3 small 1.0/224 28x28x72", new TensorShape(1, 28, 28, 72)),
    .. OtherLayers.Mul("V3 small 1.0/224 14x14x240", new TensorShape(1, 14, 14, 240)),
]);

/// <summary>The averages over the last image.</summary>
public class AveragePool() : KernelBenchmark(
[
    .. OtherLayers.Pool(KernelCatalog.AveragePool, "V1 1.0/224 7x7x1024", new TensorShape(1, 7, 7, 1024), 7),
    .. OtherLayers.Pool(KernelCatalog.AveragePool, "V1 0.25/96 3x3x256", new TensorShape(1, 3, 3, 256), 3),
    .. OtherLayers.Pool(KernelCatalog.AveragePool, "V3 small 1.0/224 14x14x240", new TensorShape(1, 14, 14, 240), 14),
    .. OtherLayers.Pool(KernelCatalog.AveragePool, "112x112x64 2x2 s2", new TensorShape(1, 112, 112, 64), 2),
]);

/// <summary>The maxima between convolutions.</summary>
public class MaxPool() : KernelBenchmark([.. OtherLayers.Pool(KernelCatalog.MaxPool, "112x112x64 2x2 s2", new TensorShape(1, 112, 112, 64), 2)]);

/// <summary>MobileNetV2's average over the last image.</summary>
public class Mean() : KernelBenchmark(
[
    .. OtherLayers.Mean("V2 1.0/224 7x7x1280", 7 * 7, 1280),
    .. OtherLayers.Mean("7x7x1024", 7 * 7, 1024),
]);

/// <summary>MobileNetV3's activations, and every other function of one byte.</summary>
public class Table() : KernelBenchmark([.. OtherLayers.HardSwish("V3 small 1.0/224 14x14x240", 14 * 14 * 240)]);

/// <summary>DeepLab's output, and images that are doubled.</summary>
public class ResizeBilinear() : KernelBenchmark(
[
    .. OtherLayers.ResizeBilinear("DeepLab 33x33x21-513", new TensorShape(1, 33, 33, 21), 513, ResizeCoordinates.AlignCorners, ResizeArithmetic.Float32),
    .. OtherLayers.ResizeBilinear("16x16x256-32", new TensorShape(1, 16, 16, 256), 32, ResizeCoordinates.HalfPixel, ResizeArithmetic.Integer),
    .. OtherLayers.ResizeBilinear("112x112x1-224", new TensorShape(1, 112, 112, 1), 224, ResizeCoordinates.HalfPixel, ResizeArithmetic.Integer),
]);

/// <summary>DeepLab's classes.</summary>
public class ArgMax() : KernelBenchmark([.. OtherLayers.ArgMax("DeepLab 513x513x21", 513 * 513, 21)]);

/// <summary>The probabilities.</summary>
public class Softmax() : KernelBenchmark([.. OtherLayers.Softmax("1001 classes", 1001)]);
