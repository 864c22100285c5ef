using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>The checks of a Secret that is named: there, opened for each host, and holding what is read from it.</summary>
internal static class SecretChecks
{
    public static IEnumerable<Diagnostic> Check(SecretCase one) =>
        CheckIsThere(one).Concat(CheckIsOpened(one)).Concat(CheckHostsAreAllowed(one)).Concat(CheckKeysAreThere(one)).Concat(CheckKeysAreFit(one));

    /// <summary>The value; only after the checks, and null for an optional one that is not there.</summary>
    public static SecretText? Read(SecretCase one, string key) =>
        one.Secret!.Data.TryGetValue(key, out var value) ? SecretKeyReader.Read(value, one.Parts.First(part => part.Key == key)).Key : null;

    private static IEnumerable<Diagnostic> CheckIsThere(SecretCase one)
    {
        if (one.Secret is null)
        {
            yield return Refuse(
                one,
                Reasons.SecretNotFound,
                $"Secret {Quote(one)} does not exist, or lacks the label {Group.CredentialLabel}: \"true\" without which the operator does not see it: create it, or label it");
        }
    }

    private static IEnumerable<Diagnostic> CheckIsOpened(SecretCase one)
    {
        if (one.Secret is not null && one.AllowedHosts.IsEmpty)
        {
            yield return Refuse(
                one,
                Reasons.SecretNotOpened,
                $"Secret {Quote(one)} has no annotation {Group.AllowedHostsAnnotation}, or an empty one: write into it the hosts that the key may be sent to");
        }
    }

    private static IEnumerable<Diagnostic> CheckHostsAreAllowed(SecretCase one) =>
        from goal in one.Goals
        where one.Secret is not null && !one.AllowedHosts.IsEmpty && goal.Url is not null && !one.Opens(goal.Url)
        select NotAllowed(one, goal.Field, goal.Url);

    private static IEnumerable<Diagnostic> CheckKeysAreThere(SecretCase one) =>
        from part in Parts(one)
        where !part.IsOptional && !one.Secret!.Data.ContainsKey(part.Key)
        select Diagnostic.NotResolved(
            Reasons.SecretKeyMissing,
            FieldOf(one, part),
            $"Secret {Quote(one)} has no key \"{part.Key}\": add it{(part.IsNamed ? ", or name the key that holds the value" : "")}");

    private static IEnumerable<Diagnostic> CheckKeysAreFit(SecretCase one) =>
        from part in Parts(one)
        let problem = one.Secret!.Data.TryGetValue(part.Key, out var value) ? SecretKeyReader.Read(value, part).Problem : null
        where problem is not null
        select Diagnostic.NotResolved(Reasons.SecretKeyInvalid, FieldOf(one, part), $"key \"{part.Key}\" of Secret {Quote(one)}: {problem}");

    private static IEnumerable<SecretPart> Parts(SecretCase one) => one is { Secret: not null, IsOpened: true } ? one.Parts : [];

    private static string FieldOf(SecretCase one, SecretPart part) => $"{one.RefField}.{(part.IsNamed ? "key" : "name")}";

    private static Diagnostic Refuse(SecretCase one, string reason, string message) => Diagnostic.NotResolved(reason, $"{one.RefField}.name", message);

    private static Diagnostic NotAllowed(SecretCase one, string field, Uri url) => Diagnostic.NotResolved(
        Reasons.HostNotAllowed,
        field,
        $"the annotation {Group.AllowedHostsAnnotation} of Secret {Quote(one)} does not name {url.GetLeftPart(UriPartial.Authority)}: whoever owns the Secret may add {BaseUrlReader.Entry(url)}; else call a host that it names");

    private static string Quote(SecretCase one) => $"\"{one.Namespace}/{one.Name}\"";
}
