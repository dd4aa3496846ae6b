namespace EdgeVision.Imaging;

/// <summary>What the ends of a luma byte mean. The matrix is that of ITU-R BT.601 either way.</summary>
public enum ColorRange
{
    /// <summary>Black is 0 and white 255: JPEG, and the Raspberry Pi's cameras.</summary>
    Full,

    /// <summary>Black is 16 and white 235: television, most video files, most USB cameras' YUYV and NV12.</summary>
    Limited,
}
