using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>A reference to a Secret with all that its checks look at: which of its keys are read, and every URL that what they hold goes to.</summary>
internal sealed record SecretCase
{
    /// <summary>The namespace of the object that names it, which is its own.</summary>
    public required string Namespace { get; init; }

    public required string Name { get; init; }

    /// <summary>The reference, as <c>spec.auth.apiKey.secretRef</c>.</summary>
    public required string RefField { get; init; }

    public required ImmutableArray<SecretPart> Parts { get; init; }

    /// <summary>The URLs with the fields that say them; null for one that is missing or cannot be read.</summary>
    public required ImmutableArray<(string Field, Uri? Url)> Goals { get; init; }

    /// <summary>The labelled Secret of that name; null where there is none.</summary>
    public required Secret? Secret { get; init; }

    /// <summary>What the Secret's annotation opens it for; empty where it has none.</summary>
    public ImmutableArray<string> AllowedHosts =>
        Secret is not null && Secret.Metadata.Annotations.TryGetValue(Group.AllowedHostsAnnotation, out var hosts)
            ? [.. AllowedHost.Split(hosts)]
            : [];

    /// <summary>Whether the Secret's data may be looked at: only once it is opened for every host that it, or what it is exchanged for, goes to.</summary>
    public bool IsOpened => Goals.All(goal => Opens(goal.Url));

    public bool Opens(Uri? url) => url is not null && AllowedHost.Allows(AllowedHosts, url);
}
