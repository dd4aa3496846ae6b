using EdgeVision.Devices.Boards;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Pins;

/// <summary>A board's header as rules see it.</summary>
internal static class HeaderPins
{
    public static BoardPins Of(Board board) =>
        new(board.Name, [.. board.Header.Select(pin => new BoardPin(pin.Position, pin.Name, pin.Bcm, pin.Reserved))]);
}
