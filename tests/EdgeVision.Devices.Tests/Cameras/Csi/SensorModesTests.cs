using EdgeVision.Devices.Cameras.Csi;

namespace EdgeVision.Devices.Tests.Cameras.Csi;

public sealed class SensorModesTests
{
    private const string List = """
        Available cameras
        -----------------
        0 : imx219 [3280x2464 10-bit RGGB] (/base/soc/i2c0mux/i2c@1/imx219@10)
            Modes: 'SRGGB10_CSI2P' : 640x480 [206.65 fps - (1000, 752)/1280x960 crop]
                                     1640x1232 [41.85 fps - (0, 0)/3280x2464 crop]
                                     1920x1080 [47.57 fps - (680, 692)/1920x1080 crop]
                                     3280x2464 [21.19 fps - (0, 0)/3280x2464 crop]
                   'SRGGB8' : 640x480 [206.65 fps - (1000, 752)/1280x960 crop]
                              1640x1232 [41.85 fps - (0, 0)/3280x2464 crop]
                              1920x1080 [47.57 fps - (680, 692)/1920x1080 crop]
                              3280x2464 [21.19 fps - (0, 0)/3280x2464 crop]

        1 : imx477 [4056x3040 12-bit RGGB] (/base/soc/i2c0mux/i2c@0/imx477@1a)
            Modes: 'SRGGB12_CSI2P' : 1332x990 [120.05 fps - (696, 528)/2664x1980 crop]
                                     2028x1080 [50.03 fps - (0, 440)/4056x2160 crop]
                                     2028x1520 [40.01 fps - (0, 0)/4056x3040 crop]
                                     4056x3040 [10.00 fps - (0, 0)/4056x3040 crop]
        """;

    [Theory]
    [InlineData(0, 640, 480, 10, "1640:1232:10:P")]
    [InlineData(0, 1920, 1080, 10, "3280:2464:10:P")]
    [InlineData(0, 1920, 1080, 30, "1640:1232:10:P")]
    [InlineData(0, 640, 480, 100, "1640:1232:10:P")]
    [InlineData(1, 640, 480, 10, "2028:1520:12:P")]
    [InlineData(1, 4000, 3000, 5, "4056:3040:12:P")]
    [InlineData(2, 640, 480, 10, null)]
    public void The_whole_sensor_is_preferred(int camera, int width, int height, double rate, string? mode) => Assert.Equal(
        mode, SensorModes.Widest(List, new RpicamSettings { Camera = camera, Width = width, Height = height, Rate = rate }));

    [Theory]
    [InlineData("")]
    [InlineData("No cameras available!")]
    [InlineData("0 : imx219 [3280x2464]\n    Modes: 'SRGGB10_CSI2P' : 640x480\n")]
    [InlineData("0 : x\n 'RGB' : 640x480 [30 fps - (0, 0)/640x480 crop]")]
    public void Without_a_list_there_is_no_mode(string list) => Assert.Null(SensorModes.Widest(list, new RpicamSettings()));
}
