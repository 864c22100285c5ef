using System.Collections.Immutable;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>
/// Endpoints that keep something at the provider, or that the gateway does not know: files, batches, responses (stored ones), conversations, assistants, vectorStores,
/// fineTuning, containers, uploads, evals, cachedContents, or a path such as /openai/v1/videos, which holds for what is below it too. What no policy allows is denied.
/// </summary>
public sealed record EndpointAccess
{
    /// <summary>Endpoints that may be called, each at one account.</summary>
    [Schema(MaxItems = 64, ListType = "map", ListMapKeys = ["name"])]
    public ImmutableArray<EndpointGrant> Allow { get => field.IsDefault ? [] : field; init; }

    /// <summary>Endpoints that may not, whatever any policy allows.</summary>
    [Schema(MaxItems = 64, ListType = "set", MinLength = 1, MaxLength = 256, Pattern = Patterns.Endpoint)]
    public ImmutableArray<string> Deny { get => field.IsDefault ? [] : field; init; }
}
