namespace EdgeVision.App.Run.Events;

/// <summary>Shows events, and how it goes in between. Called from one thread, and disposed after the last event.</summary>
internal interface IEventWriter : IDisposable
{
    void Write(in RunEvent happened);

    /// <summary>Called several times a second.</summary>
    void ShowStatus();
}
