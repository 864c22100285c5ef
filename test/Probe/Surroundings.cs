using System.Net;

namespace AiGateway.Probe;

/// <summary>What the attempts are told of the world: addresses of the two outside servers, and names.</summary>
internal sealed class Surroundings(IEnumerable<string> pairs)
{
    private readonly Dictionary<string, string> _values =
        pairs.Select(pair => pair.Split('=', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1], StringComparer.Ordinal);

    /// <summary>The server that policies allow by its name, <see cref="AllowedName"/>.</summary>
    public IPAddress Allowed => IPAddress.Parse(this["allowed"]);

    /// <summary>The server that no policy allows.</summary>
    public IPAddress Denied => IPAddress.Parse(this["denied"]);

    /// <summary>A database's address, which a rule on addresses allows at port 3306.</summary>
    public IPAddress Database => IPAddress.Parse(this["database"]);

    public string AllowedName => _values.GetValueOrDefault("allowedName", "allowed.example");

    public string DeniedName => _values.GetValueOrDefault("deniedName", "denied.example");

    /// <summary>A name that is allowed and resolves to the metadata service.</summary>
    public string RebindName => _values.GetValueOrDefault("rebindName", "rebind.example");

    /// <summary>A name that is intercepted.</summary>
    public string InterceptedName => _values.GetValueOrDefault("interceptedName", "api.openai.com");

    public string this[string name] => _values.TryGetValue(name, out var value) ? value : throw new ArgumentException($"{name}=... is needed");
}
