namespace EdgeVision.Imaging;

/// <summary>What happens to a picture whose sides differ when the model's input is square.</summary>
public enum AspectFit
{
    /// <summary>The middle square is used: nothing is distorted, the ends of the longer side are lost.</summary>
    Square,

    /// <summary>Both sides are resized on their own: everything is seen, distorted.</summary>
    Stretch,
}
