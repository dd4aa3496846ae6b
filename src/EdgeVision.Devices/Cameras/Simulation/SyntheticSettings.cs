namespace EdgeVision.Devices.Cameras.Simulation;

/// <summary>What <c>synthetic</c> shows.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Rate">Frames a second; 0 for as many as the machine can make.</param>
/// <param name="Frames">How many; 0 for no end.</param>
/// <param name="Seed">Chooses colours and paths.</param>
internal sealed record SyntheticSettings(int Width, int Height, double Rate, int Frames, int Seed);
