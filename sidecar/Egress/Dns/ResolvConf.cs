using System.Collections.Immutable;
using System.Net;

namespace AiGateway.Sidecar.Egress.Dns;

/// <summary>A pod's name servers and search domains (resolv.conf(5)), as far as they matter to who passes queries on.</summary>
/// <param name="Servers">At most three, as the C library takes them.</param>
/// <param name="Search">In lower case. Of at least two labels: below a single one, or the root, stands half the world.</param>
internal sealed record ResolvConf(ImmutableArray<IPAddress> Servers, ImmutableArray<string> Search)
{
    public const int MaxServers = 3;
    public const int MaxSearch = 32;

    private const int MaxName = 253;

    private static readonly char[] s_white = [' ', '\t'];

    public static ResolvConf Empty { get; } = new([], []);

    /// <summary>Of several lists of search domains the last one counts. Lines that say something else are skipped.</summary>
    public static ResolvConf Parse(string text)
    {
        var servers = ImmutableArray.CreateBuilder<IPAddress>();
        ImmutableArray<string> search = [];
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var words = line.ToString().Split(s_white, StringSplitOptions.RemoveEmptyEntries);
            if (words is ["nameserver", var server, ..] && servers.Count < MaxServers && IPAddress.TryParse(server, out var address)) servers.Add(address);
            if (words is ["search" or "domain", .. var domains]) search = [.. domains.Select(Normalize).Where(IsNarrow).Take(MaxSearch)];
        }

        return new(servers.ToImmutable(), search);
    }

    /// <summary>Whether the name is below a search domain.</summary>
    public bool IsBelowSearch(string name)
    {
        foreach (var domain in Search)
        {
            if (name.Length > domain.Length + 1 && name.EndsWith(domain, StringComparison.Ordinal) && name[^(domain.Length + 1)] == '.') return true;
        }

        return false;
    }

    private static string Normalize(string domain) => domain.Trim('.').ToLowerInvariant();

    private static bool IsNarrow(string domain) => domain.Length <= MaxName && domain.Contains('.', StringComparison.Ordinal);
}
