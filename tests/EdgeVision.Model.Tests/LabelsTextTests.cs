using System.Text;

namespace EdgeVision.Model.Tests;

public class LabelsTextTests
{
    [Theory]
    [InlineData("", new string[0])]
    [InlineData("\n\r\n", new string[0])]
    [InlineData("a", new[] { "a" })]
    [InlineData("a\nb\n", new[] { "a", "b" })]
    [InlineData("a\r\nb\r\n\r\n\n", new[] { "a", "b" })]
    [InlineData("\n\na\n\n b \n", new[] { "", "", "a", "", " b " })]
    [InlineData("\uFEFFgrün\n☆", new[] { "grün", "☆" })]
    public void One_label_per_line(string text, string[] labels) =>
        Assert.Equal(labels, LabelsText.Parse(Encoding.UTF8.GetBytes(text), "test"));

    [Fact]
    public void Text_in_another_encoding_is_refused() =>
        Assert.Contains(
            "test: the text is not UTF-8 at byte 2",
            Assert.Throws<ModelFormatException>(() => LabelsText.Parse([65, 10, 0xFC, 10], "test")).Message);

    [Fact]
    public void The_number_of_labels_is_bounded()
    {
        Assert.Equal(65_536, LabelsText.Parse(Encoding.UTF8.GetBytes(new string('\n', 65_535) + "x"), "test").Length);
        Assert.Contains(
            "test: 65537 lines",
            Assert.Throws<ModelFormatException>(() => LabelsText.Parse(Encoding.UTF8.GetBytes(new string('\n', 65_536) + "x"), "test"))
                .Message);
    }
}
