namespace EdgeVision.Imaging.Jpeg;

/// <summary>The second byte of a marker; the first is 0xFF. Names as in ITU-T T.81, table B.1.</summary>
internal enum JpegMarker : byte
{
    Tem = 0x01,
    Sof0 = 0xC0,
    Sof1 = 0xC1,
    Sof2 = 0xC2,
    Dht = 0xC4,
    Jpg = 0xC8,
    Dac = 0xCC,
    Sof15 = 0xCF,
    Rst0 = 0xD0,
    Rst7 = 0xD7,
    Soi = 0xD8,
    Eoi = 0xD9,
    Sos = 0xDA,
    Dqt = 0xDB,
    Dri = 0xDD,
    App0 = 0xE0,
    App1 = 0xE1,
    App14 = 0xEE,
}
