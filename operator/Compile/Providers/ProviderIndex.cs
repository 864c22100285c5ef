using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>
/// The credentials of all namespaces, and the one place that decides who may use which. What is not shared is answered in the same words whether it is there or not:
/// nobody learns by naming things what stands in another namespace.
/// </summary>
internal sealed class ProviderIndex(IEnumerable<CompiledProvider> providers, IEnumerable<UnreadableObject> unreadable)
{
    private readonly Dictionary<(string, string), CompiledProvider> _providers = providers.ToDictionary(
        provider => (provider.Credential.Metadata.Namespace, provider.Credential.Metadata.Name));

    private readonly HashSet<(string, string)> _unreadable =
        [.. unreadable.Where(one => one.Kind == nameof(ProviderCredential)).Select(one => (one.Metadata.Namespace, one.Metadata.Name))];

    /// <summary>By <see cref="Contracts.ProviderRef.Provider"/>.</summary>
    public CompiledProvider Of(string provider)
    {
        var slash = provider.IndexOf('/', StringComparison.Ordinal);
        return _providers[(provider[..slash], provider[(slash + 1)..])];
    }

    /// <summary>The credential, where it is there, may be used and is usable; else null.</summary>
    public CompiledProvider? FindUsable(ProviderUse use) => FindShared(use) is { Rule: not null } provider ? provider : null;

    /// <summary>Whether agents of the namespace may have the key.</summary>
    public bool IsOpenTo(string provider, string user) =>
        Of(provider).Credential is var credential && Sharing.Allows(credential.Metadata.Namespace, credential.Spec.SharedWith, user);

    /// <summary>Why the credential cannot be used; null where it can.</summary>
    /// <param name="use">The reference.</param>
    /// <param name="field">Where it stands, without the last part, as <c>spec.targets[0]</c>.</param>
    public Diagnostic? Check(ProviderUse use, string field)
    {
        var found = FindShared(use);
        if (found is { Rule: not null }) return null;
        if (found is not null) return NotUsable(use, field, found.Diagnostics[0].Reason);
        if (use.IsForeign) return NotShared(use, field);
        return _unreadable.Contains((use.Owner, use.Name)) ? NotUsable(use, field, Reasons.Unreadable) : NotFound(use, field);
    }

    private CompiledProvider? FindShared(ProviderUse use) =>
        _providers.TryGetValue((use.Owner, use.Name), out var provider) && Sharing.Allows(use.Owner, provider.Credential.Spec.SharedWith, use.User) ? provider : null;

    private static Diagnostic NotShared(ProviderUse use, string field) => Diagnostic.NotResolved(
        Reasons.NotShared,
        $"{field}.namespace",
        $"ProviderCredential \"{use.Owner}/{use.Name}\" does not exist, or is not shared with namespace \"{use.User}\": its owner may add \"{use.User}\" to its spec.sharedWith");

    private static Diagnostic NotFound(ProviderUse use, string field) => Diagnostic.NotResolved(
        Reasons.CredentialNotFound,
        $"{field}.credential",
        $"ProviderCredential \"{use.Name}\" does not exist in namespace \"{use.Owner}\": create it, or name another");

    private static Diagnostic NotUsable(ProviderUse use, string field, string reason) => Diagnostic.NotResolved(
        Reasons.CredentialNotUsable,
        $"{field}.credential",
        $"ProviderCredential \"{(use.IsForeign ? $"{use.Owner}/{use.Name}" : use.Name)}\" is not usable ({reason}): its own conditions say what to do");
}
