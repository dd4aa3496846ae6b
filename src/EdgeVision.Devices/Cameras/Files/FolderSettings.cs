namespace EdgeVision.Devices.Cameras.Files;

/// <summary>Which pictures <c>images:</c> shows.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Rate">Pictures a second; 0 for as many as can be decoded.</param>
/// <param name="Loops">Whether it starts again after the last.</param>
internal sealed record FolderSettings(string Folder, double Rate, bool Loops);
