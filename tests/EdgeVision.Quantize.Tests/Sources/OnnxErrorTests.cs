using static EdgeVision.Quantize.Tests.Sources.OnnxBytes;
using static EdgeVision.Quantize.Tests.Sources.OnnxModels;

namespace EdgeVision.Quantize.Tests.Sources;

public class OnnxErrorTests
{
    [Fact]
    public void Errors_name_what_is_wrong()
    {
        OnnxBytes relu = Node("Relu", ["x"], "y");
        Expect.Text("operation LSTM ('y') is not supported", Refusal([], Node("LSTM", ["x"], "y")));
        Expect.Text("computes 128 integers", Refusal([Integers("a", new long[64])], Node("Concat", ["a", "a"], "b", Attribute("axis", 0))));
        Expect.Text("opset 8", Message(ModelOf(8, Image, [], relu)));
        Expect.Text("2 images at once", Message(ModelOf(9, [2, 3, 6, 4], [], relu)));
        Expect.Text("no graph", Message(new OnnxBytes().Integer(1, 7)));
        Expect.Text("'w' is not a constant", Refusal([], Node("Conv", ["x", "w"], "y")));
        Expect.Text("input 'q' is not a value", Refusal([], Node("Relu", ["q"], "y")));
        Expect.Text(
            "2 groups of 3 channels",
            Refusal([Floats("w", [2, 1, 1, 1], 1, 1)], Node("Conv", ["x", "w"], "y", Attribute("group", 2))));
        Expect.Text("'w': element 1 is NaN", Refusal([Floats("w", [1, 3, 1, 1], 1, float.NaN, 1)], Node("Conv", ["x", "w"], "y")));
        Expect.Text("do not fit an input of [1, 6, 4, 3]", Refusal([Floats("w", [1, 2, 1, 1], 1, 1)], Node("Conv", ["x", "w"], "y")));
        Expect.Text("lies in another file", Refusal([Floats("w", [1, 3, 1, 1], 1, 1, 1).Integer(14, 1)], Node("Conv", ["x", "w"], "y")));
        Expect.Text(
            "auto_pad SAME_LOWER",
            Refusal([Floats("w", [1, 3, 1, 1], 1, 1, 1)], Node("Conv", ["x", "w"], "y", Attribute("auto_pad", "SAME_LOWER"))));
        Expect.Text("limits 0 … 5", Refusal([], Node("Clip", ["x"], "y", Attribute("min", 0f), Attribute("max", 5f))));
        Expect.Text(
            "only alpha 1",
            Refusal([Floats("w", [72, 2], Numbers(144))], Node("Flatten", ["x"], "f"), Node("Gemm", ["f", "w"], "y", Attribute("alpha", 2f))));
        Expect.Text("flattened image", Refusal([], Node("Flatten", ["x"], "f"), Node("Concat", ["f", "f"], "y")));
        Expect.Text("ceil_mode", Refusal([], Node("MaxPool", ["x"], "y", Attribute("kernel_shape", 2, 2), Attribute("ceil_mode", 1))));
        Expect.Text(
            "differ from TensorFlow's SAME",
            Refusal([], Node("MaxPool", ["x"], "y", Attribute("kernel_shape", 3, 3), Attribute("pads", 1, 1, 0, 0))));
        Expect.Text(
            "padding with zeros",
            Refusal([], Node("Pad", ["x"], "y", Attribute("pads", 0, 0, 1, 1, 0, 0, 1, 1), Attribute("mode", "reflect"))));
        Expect.Text("only to a vector or one pixel", Refusal([Integers("t", 1, 6, 3, 4)], Node("Reshape", ["x", "t"], "y")));
        Expect.Text("cannot become a vector of 70", Refusal([Integers("t", 1, 70)], Node("Reshape", ["x", "t"], "y")));
        Expect.Text("softmax runs over the channels", Refusal([], Node("Softmax", ["x"], "y", Attribute("axis", 3))));
        Expect.Text("only that between NCHW and NHWC", Refusal([], Node("Transpose", ["x"], "y", Attribute("perm", 0, 3, 1, 2))));
        Expect.Text("two values are called 'y'", Refusal([], relu, relu));
        Expect.Text("variance below 0", Refusal([.. Norm(-1)], Node("BatchNormalization", ["x", "g", "b", "m", "v"], "y")));
        Expect.Text("outputs are 'y'", Refusal([], Node("Relu", ["x"], "z")));
    }
}
