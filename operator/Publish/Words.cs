using AiGateway.Contracts;

namespace AiGateway.Operator.Publish;

/// <summary>The types of lines that go between sidecars and the leader, over whichever replica: whole states, of which the newest alone counts.</summary>
internal static class Words
{
    /// <summary>From a sidecar to the leader.</summary>
    public static readonly string[] Up = [EnvelopeTypes.Slices, EnvelopeTypes.Breaches, EnvelopeTypes.Approvals, EnvelopeTypes.Used];

    /// <summary>From the leader to a sidecar.</summary>
    public static readonly string[] Down = [EnvelopeTypes.Grants, EnvelopeTypes.Verdicts];
}
