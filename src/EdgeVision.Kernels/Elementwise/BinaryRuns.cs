using System.Runtime.CompilerServices;

namespace EdgeVision.Kernels;

/// <summary>A function of two vectors of int8 elements.</summary>
/// <typeparam name="TVector">The vector.</typeparam>
internal interface IVectorOperator<TVector>
{
    TVector Apply(TVector first, TVector second);
}

/// <summary>
/// The loop of all vector kernels for two tensors: runs of elements that lie side by side in the output and, in each input, do so too or
/// are one that is repeated. A run is a pixel's channels or, where no part of a row is broadcast by itself, a whole row.
/// </summary>
internal sealed unsafe class BinaryRuns<TOperator, TVector> : PreparedBinary
    where TOperator : struct, IVectorOperator<TVector>
    where TVector : unmanaged
{
    private readonly TOperator _operator;
    private readonly TensorShape _output;
    private readonly BroadcastStrides _first;
    private readonly BroadcastStrides _second;

    public BinaryRuns(BinaryParameters parameters, TOperator function)
    {
        _operator = function;
        (TensorShape first, TensorShape second, _output) = parameters.WithMergedRows();
        (_first, _second) = (BroadcastStrides.Of(first), BroadcastStrides.Of(second));
    }

    private static int Elements => sizeof(TVector);

    /// <summary>Whether there are runs of at least a vector.</summary>
    public static bool CanRun(BinaryParameters parameters) => parameters.WithMergedRows().Output.Channels >= Elements;

    [SkipLocalsInit]
    public override void Run(ReadOnlySpan<sbyte> first, ReadOnlySpan<sbyte> second, Span<sbyte> output, int row, int rows)
    {
        TOperator function = _operator;
        int length = _output.Channels;
        nint last = length - Elements;

        // One element is read as a vector of its own again and again.
        TVector firstRepeated = default, secondRepeated = default;
        nint firstStep = _first.Channel * Elements, secondStep = _second.Channel * Elements;
        fixed (sbyte* x = first, y = second, to = output)
        {
            sbyte* run = to + (nint)row * _output.Width * length;
            for (int line = row; line < row + rows; line++)
            {
                (int image, int above) = Math.DivRem(line, _output.Height);
                for (int left = 0; left < _output.Width; left++, run += length)
                {
                    sbyte* a = x + _first.OffsetOf(image, above, left), b = y + _second.OffsetOf(image, above, left);
                    if (firstStep == 0)
                        a = Repeat(*a, &firstRepeated);
                    if (secondStep == 0)
                        b = Repeat(*b, &secondRepeated);

                    // The last elements are computed before any is overwritten, and stored again over some that are the same.
                    TVector end = function.Apply(Load(a + last * _first.Channel), Load(b + last * _second.Channel));
                    sbyte* target = run;
                    for (sbyte* stop = run + last; target < stop; target += Elements, a += firstStep, b += secondStep)
                        Store(function.Apply(Load(a), Load(b)), target);
                    Store(end, run + last);
                }
            }
        }
    }

    private static sbyte* Repeat(sbyte value, TVector* vector)
    {
        new Span<sbyte>(vector, Elements).Fill(value);
        return (sbyte*)vector;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load(sbyte* elements) => Unsafe.ReadUnaligned<TVector>(elements);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(TVector vector, sbyte* elements) => Unsafe.WriteUnaligned(elements, vector);
}
