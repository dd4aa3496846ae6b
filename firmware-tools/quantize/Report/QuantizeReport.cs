namespace EdgeVision.Quantize.Report;

/// <summary>Everything a run found out, as it goes into JSON and onto the page.</summary>
internal sealed record QuantizeReport(
    string Model,
    string Source,
    string Preprocess,
    int CalibrationSamples,
    int ValidationSamples,
    string ValidationRemark,
    double? FloatAccuracy,
    string Recipe,
    string Reason,
    bool? BudgetMet,
    long FloatBytes,
    long Int8Bytes,
    long ArenaBytes,
    double Seconds,
    IReadOnlyList<RungReport> Rungs,
    IReadOnlyList<LayerReport> Layers,
    IReadOnlyList<WorstLayer> Worst,
    IReadOnlyList<ConfusionChange> Changes);

/// <summary>One rung: percentages, points, decibels at the logits, seconds.</summary>
internal sealed record RungReport(string Name, double? Accuracy, double? Agreement, double? Loss, double? LogitsSqnr, double Seconds,
    bool Chosen, IReadOnlyList<double> LayerSqnr);

/// <summary>One value of the chosen model, with its signal-to-noise ratio in decibels and the range that int8 covers.</summary>
internal sealed record LayerReport(string Name, string Operator, double Sqnr, double RangeMin, double RangeMax);

/// <summary>Distributions at a layer that loses much: shares of equal parts from Min to Max.</summary>
internal sealed record WorstLayer(string Name, double Sqnr, Bars? Weights, Bars Activations, double RangeMin, double RangeMax);

/// <summary>A histogram to draw.</summary>
internal sealed record Bars(double Min, double Max, IReadOnlyList<double> Shares);

/// <summary>Samples whose answer changed from one class to another.</summary>
internal sealed record ConfusionChange(string From, string To, int Count, int Fixed, int Broken);
