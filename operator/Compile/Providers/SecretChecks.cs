using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>The checks of the Secret that a credential names: there, opened for each host, and holding what is read from it.</summary>
internal static class SecretChecks
{
    public static IEnumerable<Diagnostic> CheckIsThere(ProviderCase one)
    {
        if (one.NeedsSecret && one.Secret is null)
        {
            yield return Refuse(
                one,
                Reasons.SecretNotFound,
                $"Secret {Quote(one)} does not exist, or lacks the label {Group.CredentialLabel}: \"true\" without which the operator does not see it: create it, or label it");
        }
    }

    public static IEnumerable<Diagnostic> CheckIsOpened(ProviderCase one)
    {
        if (one.Secret is not null && one.AllowedHosts.IsEmpty)
        {
            yield return Refuse(
                one,
                Reasons.SecretNotOpened,
                $"Secret {Quote(one)} has no annotation {Group.AllowedHostsAnnotation}, or an empty one: write into it the hosts that the key may be sent to");
        }
    }

    public static IEnumerable<Diagnostic> CheckHostsAreAllowed(ProviderCase one)
    {
        if (one.Secret is null || one.AllowedHosts.IsEmpty) yield break;
        if (one.Url is { } url && !one.Opens(url)) yield return NotAllowed(one, "spec.baseUrl", url);
        if (one.TokenUrl is { } token && !one.Opens(token)) yield return NotAllowed(one, one.Auth!.TokenUrlField, token);
    }

    public static IEnumerable<Diagnostic> CheckKeysAreThere(ProviderCase one) =>
        from part in Parts(one)
        where !part.IsOptional && !one.Secret!.Data.ContainsKey(part.Key)
        select Diagnostic.NotResolved(
            Reasons.SecretKeyMissing,
            FieldOf(one, part),
            $"Secret {Quote(one)} has no key \"{part.Key}\": add it{(part.IsNamed ? ", or name the key that holds the provider's key" : "")}");

    public static IEnumerable<Diagnostic> CheckKeysAreFit(ProviderCase one) =>
        from part in Parts(one)
        let problem = one.Secret!.Data.TryGetValue(part.Key, out var value) ? SecretKeyReader.Read(value, part).Problem : null
        where problem is not null
        select Diagnostic.NotResolved(Reasons.SecretKeyInvalid, FieldOf(one, part), $"key \"{part.Key}\" of Secret {Quote(one)}: {problem}");

    /// <summary>The value; only after the checks, and null for an optional one that is not there.</summary>
    public static SecretText? Read(ProviderCase one, string key) =>
        one.Secret!.Data.TryGetValue(key, out var value) ? SecretKeyReader.Read(value, one.Auth!.Parts.First(part => part.Key == key)).Key : null;

    private static IEnumerable<SecretPart> Parts(ProviderCase one) => one is { Secret: not null, IsOpened: true } ? one.Auth!.Parts : [];

    private static string FieldOf(ProviderCase one, SecretPart part) => $"{one.Auth!.RefField}.{(part.IsNamed ? "key" : "name")}";

    private static Diagnostic Refuse(ProviderCase one, string reason, string message) => Diagnostic.NotResolved(reason, $"{one.Auth!.RefField}.name", message);

    private static Diagnostic NotAllowed(ProviderCase one, string field, Uri url) => Diagnostic.NotResolved(
        Reasons.HostNotAllowed,
        field,
        $"the annotation {Group.AllowedHostsAnnotation} of Secret {Quote(one)} does not name {url.GetLeftPart(UriPartial.Authority)}: whoever owns the Secret may add {BaseUrlReader.Entry(url)}; else call a host that it names");

    private static string Quote(ProviderCase one) => $"\"{one.Credential.Metadata.Namespace}/{one.Auth!.SecretName}\"";
}
