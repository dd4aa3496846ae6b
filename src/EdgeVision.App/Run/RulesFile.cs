using EdgeVision.Devices.Boards;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run;

/// <summary>Reads rules files, and boards as rules see them.</summary>
internal static class RulesFile
{
    private const int MaxBytes = 1 << 20;

    /// <summary>The text of a rules file.</summary>
    /// <exception cref="BadInputException">It is too long.</exception>
    public static string Read(string path)
    {
        if (new FileInfo(path).Length > MaxBytes)
            throw new BadInputException($"{path}: more than {MaxBytes >> 10} KiB; this is not a rules file");
        return File.ReadAllText(path);
    }

    /// <summary>The pins of a board as rules know them.</summary>
    public static BoardPins PinsOf(Board board) =>
        new(board.Name, [.. board.Header.Select(pin => new BoardPin(pin.Position, pin.Name, pin.Bcm, pin.Reserved))]);
}
