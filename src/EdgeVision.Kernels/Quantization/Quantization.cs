namespace EdgeVision.Kernels;

/// <summary>Per-tensor affine quantization in the int8 domain: <c>real = Scale·(q − ZeroPoint)</c>.</summary>
/// <param name="Scale">Real units per step; positive and finite.</param>
/// <param name="ZeroPoint">The quantized value of real zero, in [−128, 127] (a uint8 tensor's, less 128).</param>
public readonly record struct Quantization(float Scale, int ZeroPoint);
