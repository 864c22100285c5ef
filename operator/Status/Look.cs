using AiGateway.Contracts;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status;

/// <summary>All that one look at the statuses goes by.</summary>
internal sealed record Look
{
    public required Turn Turn { get; init; }

    /// <summary>The sidecars that count, by pod uid.</summary>
    public required IReadOnlyDictionary<string, SidecarState> Sidecars { get; init; }

    /// <summary>What a resource's status was, as far as is known.</summary>
    public required Func<SourceRef, CommonStatus?> Before { get; init; }

    public required DateTimeOffset Now { get; init; }
}
