namespace Internal.Runtime;

/// <summary>Why a program ended, as it is printed.</summary>
internal static class FailureCode
{
    public const int CastToClass = 2;
    public const int CastToInterface = 3;
    public const int ArrayIndex = 4;
    public const int Unbox = 6;
    public const int ThreadStatic = 10;
    public const int Overflow = 100;
    public const int IndexOutOfRange = 101;
    public const int NullReference = 102;
    public const int DivideByZero = 103;
    public const int OtherThrow = 104;
    public const int CannotLoad = 120;
    public const int Reflection = 200;
}
