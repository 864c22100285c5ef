using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// What is wrong with rules, all of it, before anything is built of them. Each reason names the route, policy or provider; none quotes a
/// key. The operator checks the same things; this is the side that must not believe it.
/// </summary>
internal static class BundleCheck
{
    public static ImmutableArray<string> FindReasons(BundleRules rules) =>
    [
        .. rules.Agent.Policies.SelectMany(policy => CheckPolicy(policy, rules.Providers)),
        .. FindRepeated(rules.Routes.Select(route => route.Route), "route"),
        .. FindRepeated(rules.Providers.Select(provider => provider.Provider), "provider"),
        .. FindSharedModels(rules.Routes),
        .. rules.Routes.SelectMany(route => CheckRoute(route, rules.Providers)),
        .. rules.Providers.SelectMany(CheckProvider),
    ];

    private static IEnumerable<string> CheckPolicy(PolicyRule policy, ImmutableArray<ProviderRef> providers)
    {
        if (!Enum.IsDefined(policy.Mode)) yield return $"policy {policy.Policy}: unknown mode";
        foreach (var rule in policy.Endpoints ?? [])
        {
            if (rule.Name.Length == 0) yield return $"policy {policy.Policy}: an endpoint has no name";
            if (providers.All(provider => provider.Provider != rule.Provider))
                yield return $"policy {policy.Policy}: there is no provider {rule.Provider}";
        }
    }

    private static IEnumerable<string> FindRepeated(IEnumerable<string> names, string what) =>
        names.GroupBy(name => name, StringComparer.Ordinal).Where(group => group.Skip(1).Any()).Select(group => $"{what} {group.Key} stands twice");

    private static IEnumerable<string> FindSharedModels(ImmutableArray<RouteRule> routes) =>
        routes.SelectMany(route => route.Models.Select(model => (Model: model, route.Route)))
            .GroupBy(pair => pair.Model, StringComparer.Ordinal)
            .Where(group => group.Skip(1).Any())
            .Select(group => $"model {group.Key} stands in more than one place: {string.Join(", ", group.Select(pair => pair.Route))}");

    private static IEnumerable<string> CheckRoute(RouteRule route, ImmutableArray<ProviderRef> providers)
    {
        if (route.Models.Any(model => model.Length == 0 || model.Any(char.IsControl)))
            yield return $"route {route.Route}: a model name is empty or holds a control character";
        foreach (var reason in RouteCheck.FindReasons(route)) yield return $"route {route.Route}: {reason}";
        foreach (var target in route.Targets)
        {
            if (providers.All(provider => provider.Provider != target.Provider))
                yield return $"route {route.Route}: there is no provider {target.Provider}";
            foreach (var reason in RouteCheck.FindReasons(target)) yield return $"route {route.Route}: {reason}";
            if (target.Model is { Length: 0 }) yield return $"route {route.Route}: the model at {target.Provider} is empty";
        }
    }

    private static IEnumerable<string> CheckProvider(ProviderRef provider)
    {
        var name = $"provider {provider.Provider}";
        if (!Dialects.All.Contains(provider.Dialect)) yield return $"{name}: unknown dialect {provider.Dialect}";
        if (CheckUrl(provider) is { } url) yield return $"{name}: {url}";
        if (!IsToken(provider.KeyHeader)) yield return $"{name}: keyHeader is not a header's name";
        if (!IsFieldText(provider.KeyPrefix)) yield return $"{name}: keyPrefix holds a character that cannot stand in a header";
        if (provider.Unauthenticated != true && (provider.Key.Reveal() is not { Length: > 0 } key || !IsFieldText(key)))
            yield return $"{name}: the key is empty or holds a character that cannot stand in a header";
        if (provider.CaBundle is { } pem && !IsPem(pem)) yield return $"{name}: caBundle holds no readable certificate";
        if (provider.ServerName is { } server && Uri.CheckHostName(server) == UriHostNameType.Unknown)
            yield return $"{name}: serverName is not a host's name";
    }

    private static string? CheckUrl(ProviderRef provider)
    {
        if (!Uri.TryCreate(provider.BaseUrl, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
            return "baseUrl is not an absolute http or https URL";
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
            return "baseUrl must not hold user information, a query or a fragment";
        if (provider.Unauthenticated != true && !AllowedHost.Allows(provider.AllowedHosts, url)) return $"the key is not opened for {url.Scheme}://{url.Authority}";
        return AddressGuard.RefuseHost(url.IdnHost);
    }

    /// <summary>RFC 9110, section 5.6.2.</summary>
    private static bool IsToken(string name) =>
        name.Length > 0 && name.All(letter => char.IsAsciiLetterOrDigit(letter) || "!#$%&'*+-.^_`|~".Contains(letter, StringComparison.Ordinal));

    private static bool IsFieldText(string text) => text.All(letter => letter is >= ' ' and <= '~');

    private static bool IsPem(string pem)
    {
        try
        {
            return ReadPem(pem).Count > 0;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <exception cref="CryptographicException">The text holds something that is not a certificate.</exception>
    public static X509Certificate2Collection ReadPem(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }
}
