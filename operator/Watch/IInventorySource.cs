using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>Where the inventory comes from: the Kubernetes API, or a folder of manifests. Raises the change signal; compiles nothing.</summary>
internal interface IInventorySource
{
    /// <summary>Everything has been read at least once: before this, an inventory is not to be acted on.</summary>
    bool HasSynced { get; }

    /// <summary>Everything as last read. Costs no more than what has changed since the last call.</summary>
    Inventory Take();

    /// <summary>Another replica is known to have seen more of this kind: read it anew, soon, and raise the signal afterwards.</summary>
    void RelistSoon(string kind);

    Task RunAsync(CancellationToken cancellationToken);
}
