using System.Collections.Immutable;

namespace AiGateway.Sidecar.Guards.Links;

/// <summary>Hosts to which links may lead: names, and <c>*.</c> with a name for all hosts below it.</summary>
internal sealed class HostList(ImmutableArray<string> allow)
{
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _names =
        allow.Where(host => !host.StartsWith("*.", StringComparison.Ordinal)).Select(Plain).ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _parents =
        allow.Where(host => host.StartsWith("*.", StringComparison.Ordinal)).Select(host => Plain(host[2..])).ToHashSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Whether the authority of a link is a host of the list, by itself or with a port. One with a user part, and one with any character that a host name has not (other scripts, percent
    /// signs, entities, backslashes), is none: readers of links do not agree on what it means.
    /// </summary>
    public bool Allows(ReadOnlySpan<char> authority)
    {
        var port = authority.LastIndexOf(':');
        var host = port >= 0 && !authority[(port + 1)..].ContainsAnyExceptInRange('0', '9') ? authority[..port] : authority;
        if (host is [.., '.']) host = host[..^1];
        foreach (var one in host)
        {
            if (!char.IsAsciiLetterOrDigit(one) && one is not ('.' or '-' or '_')) return false;
        }

        return _names.Contains(host) || IsBelow(host);
    }

    private bool IsBelow(ReadOnlySpan<char> host)
    {
        for (var dot = host.IndexOf('.'); dot >= 0; dot = host.IndexOf('.'))
        {
            host = host[(dot + 1)..];
            if (_parents.Contains(host)) return true;
        }

        return false;
    }

    private static string Plain(string host) => host.TrimEnd('.');
}
