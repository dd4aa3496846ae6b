namespace EdgeVision.App.Run.Events;

/// <summary>Shows events, and how it goes in between. Called from one thread.</summary>
internal interface IEventWriter
{
    void Write(in RunEvent happened);

    /// <summary>Called several times a second.</summary>
    void ShowStatus();

    /// <summary>Called once, after the last event.</summary>
    void Finish();
}
