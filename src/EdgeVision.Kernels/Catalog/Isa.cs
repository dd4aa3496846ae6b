namespace EdgeVision.Kernels;

/// <summary>Instruction sets kernels are written for.</summary>
public enum Isa
{
    /// <summary>Plain C#, on every machine.</summary>
    Scalar,

    /// <summary>x64 with AVX2.</summary>
    Avx2,

    /// <summary>x64 with AVX-512 F, BW, CD, DQ and VL; implies <see cref="Avx2"/>.</summary>
    Avx512,

    /// <summary>ARM64 Advanced SIMD.</summary>
    Neon,

    /// <summary>ARM64 with the dot-product instructions; implies <see cref="Neon"/>.</summary>
    NeonDot,
}
