using EdgeVision.App.Run.Events;
using EdgeVision.Triggers.Engine;
using EdgeVision.Triggers.Rules;

namespace EdgeVision.App.Run.Actions;

/// <summary>Webhooks and programs: each kind has a bounded queue and a thread, so that neither holds up the loop or the other.</summary>
internal sealed class SlowActions : IDisposable
{
    private const int Capacity = 32;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly EventLog _events;
    private readonly Webhook _webhook;
    private readonly WorkQueue<WebhookCall> _webhooks;
    private readonly WorkQueue<ProgramCall> _programs;

    public SlowActions(EventLog events, WallClock clock)
    {
        _events = events;
        _webhook = new Webhook(events, clock, FirstPause);
        _webhooks = new WorkQueue<WebhookCall>("webhooks", Capacity, Patience, _webhook.Send);
        _programs = new WorkQueue<ProgramCall>("programs", Capacity, Patience, new ChildProgram(events).Run);
    }

    /// <summary>How many were not done, because too many waited or the end came.</summary>
    public long Lost => _webhooks.Lost + _programs.Lost;

    /// <summary>Queues what a rule wants; allocates nothing unless the queue is full.</summary>
    public void Do(in RuleAction action, in Cause cause)
    {
        bool queued = action.Spec switch
        {
            WebhookSpec webhook => _webhooks.TryAdd(new WebhookCall(webhook, cause)),
            CommandSpec command => _programs.TryAdd(new ProgramCall(command, cause)),
            _ => throw new ArgumentOutOfRangeException(nameof(action), action.Kind, "not a webhook or program"),
        };
        if (!queued)
        {
            _events.Tell(new RunEvent(RunEventKind.ActionFailed, action.Time)
            {
                Rule = cause.Rule,
                Message = "too many webhooks or programs are waiting; this one is left out",
            });
        }
    }

    /// <summary>Gives what waits a moment, then cancels it and kills the running program.</summary>
    public void Dispose()
    {
        _webhooks.Dispose();
        _programs.Dispose();
        _webhook.Dispose();
    }
}
