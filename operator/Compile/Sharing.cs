using System.Collections.Immutable;

namespace AiGateway.Operator.Compile;

/// <summary>Who may use what across namespaces: what stands in the own one, and what its owner shares by name.</summary>
internal static class Sharing
{
    public static bool Allows(string owner, ImmutableArray<string> sharedWith, string user) => owner == user || sharedWith.Contains(user);

    public static IEnumerable<Diagnostic> Check(string owner, ImmutableArray<string> sharedWith) =>
        from name in sharedWith.Index()
        where name.Item == owner
        select Diagnostic.NotAccepted(Reasons.InvalidSharing, $"spec.sharedWith[{name.Index}]", "this is the own namespace, which needs no sharing: remove it");
}
