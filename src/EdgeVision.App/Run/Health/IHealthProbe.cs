namespace EdgeVision.App.Run.Health;

/// <summary>Looks at one thing that can go wrong with the machine.</summary>
internal interface IHealthProbe
{
    /// <summary>What it looks at: <c>temperature</c>.</summary>
    string Name { get; }

    /// <summary>What is wrong now and what to do, in one line; <see langword="null"/> when all is well or cannot be known.</summary>
    string? Look();
}
