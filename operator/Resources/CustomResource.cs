using System.Text.Json;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Resources;

/// <summary>One of our own kinds: a spec that the user writes and a status that the operator writes.</summary>
public abstract record CustomResource<TSpec, TStatus> : KubernetesObject
    where TSpec : class
    where TStatus : CommonStatus
{
    /// <summary>What the user says.</summary>
    public required TSpec Spec
    {
        get;
        init => field = value ?? throw new JsonException("spec must be an object"); // The reader's own null checks end at type parameters.
    }

    /// <summary>What the operator found.</summary>
    public TStatus? Status { get; init; }
}
