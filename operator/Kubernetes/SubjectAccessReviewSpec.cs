using System.Collections.Immutable;

namespace AiGateway.Operator.Kubernetes;

/// <summary>Who, and what.</summary>
public sealed record SubjectAccessReviewSpec
{
    public string User { get; init; } = "";

    public ImmutableArray<string> Groups { get => field.IsDefault ? [] : field; init; }

    public ResourceAttributes? ResourceAttributes { get; init; }

    /// <summary>A ServiceAccount, with the groups that every one is in.</summary>
    public static SubjectAccessReviewSpec OfServiceAccount(string @namespace, string name, ResourceAttributes what) => new()
    {
        User = $"system:serviceaccount:{@namespace}:{name}",
        Groups = ["system:serviceaccounts", $"system:serviceaccounts:{@namespace}", "system:authenticated"],
        ResourceAttributes = what,
    };
}
