using System.Text.Json;
using EdgeVision.App.Evaluation;
using EdgeVision.App.Output;

namespace EdgeVision.App.Tests;

public class EvalTests
{
    private static string Scene(TempFolder folder)
    {
        folder.Write("red.ppm", SmallModels.Ppm(4, 4, 255, 9, 0));
        folder.Write("green.ppm", SmallModels.Ppm(4, 4, 0, 255, 9));
        folder.Write("blue.ppm", SmallModels.Ppm(4, 4, 9, 0, 255));
        return folder.Write("colour.tflite", SmallModels.MeanColour(4));
    }

    [Theory]
    [InlineData("0", "red.ppm,0\ngreen.ppm,1\nblue.ppm,0\n", 2)]
    [InlineData("auto", "red.ppm,0\ngreen.ppm,1\nblue.ppm,2\n", 3)]
    [InlineData("1", "red.ppm,0\ngreen.ppm,0\nblue.ppm,1\n", 2)]
    public void Counts_right_answers(string offset, string rows, int correct)
    {
        using var folder = new TempFolder();
        string model = Scene(folder), csv = folder.Write("labels.csv", "file,class_index,name\n" + rows.Replace("\n", ",x\n", StringComparison.Ordinal));
        JsonElement report = Cli.Run("eval", model, "--images", Path.GetDirectoryName(csv)!, "--labels", csv, "--class-offset", offset, "--json").Json;
        Assert.Equal(correct, report.GetProperty("top1_correct").GetInt32());
        Assert.Equal(3, report.GetProperty("top5_correct").GetInt32());
        Assert.Equal(correct / 3.0, report.GetProperty("top1").GetDouble(), 12);
    }

    [Fact]
    public void Text_names_the_preprocessing()
    {
        using var folder = new TempFolder();
        string model = Scene(folder), csv = folder.Write("labels.csv", "file,class_index\nred.ppm,0\n");
        string text = Cli.Run("eval", model, "--images", Path.GetDirectoryName(csv)!, "--labels", csv, "--preprocess", "resize=pillow").Output;
        Assert.Contains("crop=0.875,fit=square,resize=pillow,mean=127.5,std=127.5 (as given)", text, StringComparison.Ordinal);
        Assert.Contains("100.0 %", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("name,class\nred.ppm,0\n", "line 1")]
    [InlineData("file,class_index\nred.ppm,zero\n", "line 2")]
    [InlineData("file,class_index\nred.ppm,0\ngreen.ppm\n", "line 3")]
    [InlineData("file,class_index\n", "no pictures")]
    [InlineData("file,class_index\nred.ppm,3\n", "class 3")]
    [InlineData("file,class_index\nmissing.ppm,0\n", "missing.ppm")]
    public void A_wrong_labels_file_exits_with_3(string csv, string named)
    {
        using var folder = new TempFolder();
        string model = Scene(folder), labels = folder.Write("labels.csv", csv);
        Cli.Run("eval", model, "--images", Path.GetDirectoryName(labels)!, "--labels", labels).AssertFails(ExitCodes.BadInput, named);
    }

    /// <summary>Values from the closed form, computed by hand with z = 1.96: 8/10 and the two ends.</summary>
    [Theory]
    [InlineData(8, 10, 0.4902, 0.9433)]
    [InlineData(0, 10, 0, 0.2775)]
    [InlineData(10, 10, 0.7225, 1)]
    public void Interval_is_wilsons(int correct, int total, double low, double high)
    {
        (double actualLow, double actualHigh) = Wilson.Interval95(correct, total);
        Assert.Equal(low, actualLow, 0.0001);
        Assert.Equal(high, actualHigh, 0.0001);
    }

    [Fact]
    public void Progress_is_drawn_on_a_terminal_only()
    {
        var terminal = new StringWriter { NewLine = "\n" };
        var bar = new ProgressBar(terminal, 2, visible: true);
        bar.Report(1, "half");
        bar.Report(2, "done");
        Assert.Equal("\r[################................] 1/2 half\r[################################] 2/2 done\n", terminal.ToString());
        var silent = new StringWriter();
        new ProgressBar(silent, 2, visible: false).Report(1, "half");
        Assert.Empty(silent.ToString());
    }
}
