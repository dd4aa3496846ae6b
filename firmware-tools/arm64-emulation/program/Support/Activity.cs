namespace EdgeVision.Arm64Program.Support;

/// <summary>
/// What the program is doing, as text in the C side's memory, so that it is known even when a kernel touches a page it may not. There is no
/// string formatting in the emulation.
/// </summary>
internal static unsafe class Activity
{
    private const int Capacity = 1024;
    private static readonly byte* Start = Host.Activity(Capacity);
    private static int _length;

    public static void Begin(string text)
    {
        _length = 0;
        Add(text);
    }

    public static void Add(string text)
    {
        foreach (char c in text)
            Put(c);
    }

    public static void Add(string text, long number)
    {
        Add(text);
        if (number < 0)
            Put('-');
        ulong rest = (ulong)Math.Abs(number), power = 1;
        while (rest / power >= 10)
            power *= 10;
        for (; power > 0; power /= 10)
            Put((char)('0' + rest / power % 10));
    }

    /// <summary>Prints it as a line.</summary>
    public static void Print()
    {
        Put('\n');
        Host.Print(Start, _length);
        _length--;
        Start[_length] = 0;
    }

    private static void Put(char c)
    {
        if (_length == Capacity - 2)
            return;
        Start[_length++] = (byte)c;
        Start[_length] = 0;
    }
}
