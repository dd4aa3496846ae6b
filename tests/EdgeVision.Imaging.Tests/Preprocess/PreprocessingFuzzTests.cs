using EdgeVision.Testing;

namespace EdgeVision.Imaging.Tests.Preprocess;

/// <summary>Settings come from <c>model.json</c> files that nobody vouches for: they are understood or refused, and never anything else.</summary>
public class PreprocessingFuzzTests
{
    private static readonly string[] Pieces =
        ["crop", "fit", "resize", "mean", "std", "=", ",", "/", "0", "1", "0.5", "-1", "1e400", "NaN", "Infinity", "square", "stretch", "pillow", "nearest", " ", "\n", "\0", "é"];

    [Fact]
    public void Random_settings_are_read_back_or_refused()
    {
        var random = new Prng(20);
        int understood = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(0, 9)).Select(_ => Pieces[random.Next(0, Pieces.Length - 1)]));
            try
            {
                Preprocessing read = Preprocessing.MiddleSquare.With(text);
                understood++;
                Assert.InRange(read.Crop, double.Epsilon, 1);
                Assert.All(read.Std, std => Assert.InRange(std, float.Epsilon, float.MaxValue));
                if (read.Mean.Count > 0 && read.Std.Count > 0)
                    Assert.Equal(read.ToString(), Preprocessing.WholePicture.With(read.ToString()).ToString());
            }
            catch (PreprocessingException)
            {
                // refused in one line
            }
        }

        Assert.InRange(understood, 1, 19_999);
    }
}
