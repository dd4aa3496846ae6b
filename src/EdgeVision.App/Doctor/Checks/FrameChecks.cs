using System.Diagnostics;
using System.Globalization;
using EdgeVision.App.Output;
using EdgeVision.Devices.Cameras;
using EdgeVision.Imaging;

namespace EdgeVision.App.Doctor.Checks;

/// <summary>Takes frames from the camera for two seconds and looks at the last one.</summary>
internal static class FrameChecks
{
    private const string Area = "camera";
    private const double SlowRate = 5;
    private static readonly TimeSpan FirstFramePatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(2);

    public static IEnumerable<Finding> Run(DoctorContext context)
    {
        if (context.Camera is null)
            return [];
        try
        {
            using ICamera camera = context.Machine.CreateCamera(context.Camera);
            return [.. Watched(context, camera)];
        }
        catch (Exception failure) when (failure is CameraException or IOException or UnauthorizedAccessException)
        {
            return [Finding.Failure(Area, "frames", failure)];
        }
    }

    private static IEnumerable<Finding> Watched(DoctorContext context, ICamera camera)
    {
        const string Name = "frames";
        camera.Start();
        if (!camera.TryTakeNewest(FirstFramePatience, out CameraFrame? frame))
        {
            yield return camera.LastFault is { } fault
                ? Finding.Failure(Area, Name, new CameraException(fault))
                : Finding.Problem(Area, Name, $"{camera.Description}: no frame within {FirstFramePatience.TotalSeconds:F0} s",
                    "check the cable and whether another program has the camera");
            yield break;
        }

        var trial = new FrameTrial(frame);
        var elapsed = Stopwatch.StartNew();
        while (elapsed.Elapsed < Watch && camera.TryTakeNewest(Watch, out frame))
            trial.Add(frame);
        yield return Rate(context, camera, trial);
        yield return Integrity(camera);
        if (context.UsesSensor && trial.StandsStill)
        {
            yield return Finding.Warning(Area, "motion", $"{trial.Count} frames are equal to the last bit: the picture is frozen",
                "restart the camera or the board; a sensor always has some noise");
        }

        foreach (Finding finding in Picture(context, trial))
            yield return finding;
    }

    private static Finding Rate(DoctorContext context, ICamera camera, FrameTrial trial)
    {
        const string Name = "frames";
        if (trial.FramesPerSecond is not { } rate)
            return Finding.Note(Area, Name, $"{camera.Description}: {trial.Format}, only one frame came");
        string found = string.Create(CultureInfo.InvariantCulture, $"{camera.Description}: {trial.Format}, {rate:F1} frames/s");
        return context.UsesSensor && rate < SlowRate
            ? Finding.Warning(Area, Name, $"{found} is slow",
                "give more light (long exposures are slow), or ask for a smaller picture; use another USB port")
            : Finding.Ok(Area, Name, found);
    }

    private static Finding Integrity(ICamera camera)
    {
        const string Name = "losses";
        CameraStatistics counts = camera.Statistics;
        string found = $"{counts.Corrupt} damaged, {counts.Missed} missed, {counts.Restarts} restarts in {counts.Received} frames";
        return counts.Corrupt > 0 || counts.Restarts > 0
            ? Finding.Warning(Area, Name, camera.LastFault is { } fault ? $"{found}; last: {fault}" : found,
                "check cable and supply, use another USB port or a smaller picture")
            : Finding.Ok(Area, Name, found);
    }

    private static IEnumerable<Finding> Picture(DoctorContext context, FrameTrial trial)
    {
        if (trial.Picture() is not { } picture)
        {
            yield return Finding.Problem(Area, "picture", "the frame is damaged and cannot be decoded",
                "try another pixel format or size, and another cable");
            yield break;
        }

        yield return FrameVerdict.Of(Area, FrameStatistics.Of(picture));
        if (context.SaveFrame is { } file)
            yield return Save(picture, file);
    }

    private static Finding Save(RgbImage picture, string file)
    {
        const string Name = "saved";
        try
        {
            OutputFile.Write(file, PngWriter.Encode(picture));
            return Finding.Ok(Area, Name, $"{file}, look at it: is it sharp, upright, and does it show what it should?");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Finding.Problem(Area, Name, $"{file}: {failure.Message}", "give --save a file in a folder that this user may write");
        }
    }
}
