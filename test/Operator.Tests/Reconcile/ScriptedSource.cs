using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;

namespace AiGateway.Operator.Tests.Reconcile;

/// <summary>A source that holds what a test gives it, and fails where a test says so.</summary>
internal sealed class ScriptedSource : IInventorySource
{
    private bool _synced = true;

    public Inventory Now { get; set; } = new();

    public bool Fails { get; set; }

    public int Asked { get; private set; }

    public List<string> Relisted { get; } = [];

    public bool HasSynced
    {
        get
        {
            Asked++;
            return _synced;
        }
        set => _synced = value;
    }

    public Inventory Take() => Fails ? throw new InvalidOperationException("not now") : Now;

    public void RelistSoon(string kind) => Relisted.Add(kind);

    public Task RunAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);
}
