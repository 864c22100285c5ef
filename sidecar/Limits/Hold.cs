using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Limits;

/// <summary>What one call holds of one limit.</summary>
internal struct Hold(Limit limit, LimitState state, LimitCount count)
{
    public Limit Limit => limit;

    public LimitState State => state;

    public LimitCount Count = count;

    /// <summary>In the limit's unit; zero where nothing is held.</summary>
    public long Reserved;

    /// <summary>Calls that it counts: one, or the messages of a batch that the limit counts under this key.</summary>
    public int Messages = 1;

    /// <summary>What is being taken more.</summary>
    public long Extra;

    /// <summary>Whether the limit only records, and had no room.</summary>
    public bool WouldRefuse;
}
