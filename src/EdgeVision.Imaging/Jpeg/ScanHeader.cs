namespace EdgeVision.Imaging.Jpeg;

/// <summary>The content of a scan header (SOS).</summary>
/// <param name="Components">The components whose blocks it interleaves.</param>
/// <param name="TableSlots">Which Huffman tables each of them uses: DC in the upper half, AC in the lower.</param>
/// <param name="FirstCoefficient">The first coefficient it carries, in zig-zag order.</param>
/// <param name="LastCoefficient">The last one.</param>
/// <param name="PreviousBit">The lowest bit known before, plus one scan's refinement; 0 in a first scan.</param>
/// <param name="LowestBit">The lowest bit known after it.</param>
internal sealed record ScanHeader(
    JpegComponent[] Components, int[] TableSlots, int FirstCoefficient, int LastCoefficient, int PreviousBit, int LowestBit)
{
    private const int LargestBit = 13;

    /// <summary>Reads a scan header's content.</summary>
    public static ScanHeader Read(ReadOnlySpan<byte> content, JpegFrame frame)
    {
        var reader = new ByteReader("JPEG scan header", content);
        int count = reader.Byte();
        if (count < 1 || count > frame.Components.Length)
            throw ImageFormatException.Damaged("JPEG", $"a scan of {count} components");
        var components = new JpegComponent[count];
        int[] slots = new int[count];
        for (int i = 0; i < count; i++)
        {
            int id = reader.Byte();
            components[i] = Find(frame.Components, id)
                ?? throw ImageFormatException.Damaged("JPEG", $"a scan of component {id}, which the frame lacks");
            if (Find(components.AsSpan(0, i), id) is not null)
                throw ImageFormatException.Damaged("JPEG", $"a scan with component {id} twice");
            slots[i] = reader.Byte();
            if (slots[i] >> 4 > 3 || (slots[i] & 15) > 3)
                throw ImageFormatException.Damaged("JPEG", $"Huffman table selector 0x{slots[i]:X2} is invalid");
        }

        int first = reader.Byte();
        int last = reader.Byte();
        int bits = reader.Byte();
        return frame.IsProgressive
            ? new ScanHeader(components, slots, first, last, bits >> 4, bits & 15).CheckProgression()
            : new ScanHeader(components, slots, 0, JpegComponent.BlockLength - 1, 0, 0);
    }

    /// <summary>Gives the components the tables that are defined now.</summary>
    public void Start(JpegTables tables)
    {
        for (int i = 0; i < Components.Length; i++)
            StartComponent(Components[i], TableSlots[i], tables);
    }

    /// <summary>The decoder of this scan's blocks.</summary>
    public BlockDecoder CreateBlockDecoder(JpegFrame frame) => (frame.IsProgressive, FirstCoefficient, PreviousBit) switch
    {
        (false, _, _) => new SequentialBlockDecoder(),
        (_, 0, 0) => new ProgressiveDcFirst(LowestBit),
        (_, 0, _) => new ProgressiveDcRefinement(LowestBit),
        (_, _, 0) => new ProgressiveAcFirst(this),
        _ => new ProgressiveAcRefinement(this),
    };

    private static JpegComponent? Find(ReadOnlySpan<JpegComponent> components, int id)
    {
        foreach (JpegComponent component in components)
        {
            if (component.Id == id)
                return component;
        }

        return null;
    }

    private void StartComponent(JpegComponent component, int slots, JpegTables tables)
    {
        component.StartScan(tables);
        if (FirstCoefficient == 0 && PreviousBit == 0)
            component.DcTable = tables.Dc(slots >> 4);
        if (LastCoefficient > 0)
            component.AcTable = tables.Ac(slots & 15);
    }

    private ScanHeader CheckProgression()
    {
        bool band = FirstCoefficient == 0
            ? LastCoefficient == 0
            : LastCoefficient >= FirstCoefficient && LastCoefficient < JpegComponent.BlockLength && Components.Length == 1;
        bool precision = LowestBit <= LargestBit && (PreviousBit == 0 || PreviousBit == LowestBit + 1);
        if (!band || !precision)
        {
            throw ImageFormatException.Damaged(
                "JPEG",
                $"a progressive scan of coefficients {FirstCoefficient} to {LastCoefficient}, bits {PreviousBit} to {LowestBit}, "
                + $"of {Components.Length} component(s) is not allowed");
        }

        return this;
    }
}
