using System.Buffers;
using AiGateway.Sidecar.Calls;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Protocols;

/// <summary>Where a request points: its path as the server reads it (unescaped once, dots resolved) and as it came.</summary>
/// <param name="Path">As the server reads it.</param>
/// <param name="Raw">As it came, the query with it.</param>
internal readonly record struct CallTarget(string Path, string Raw)
{
    private const int MaxPlain = 512;

    private static readonly SearchValues<char> s_plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789/-._~:@$!()*+,;=");

    public static CallTarget Of(HttpContext http) => new(http.Request.Path.Value ?? "", http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>What stands behind the prefix, unescaped once; a name may hold slashes, escaped or not.</summary>
    public string NameBehind(string prefix)
    {
        var raw = RawPath;
        return raw.StartsWith(prefix, StringComparison.Ordinal) ? Uri.UnescapeDataString(raw[prefix.Length..]) : Path[prefix.Length..];
    }

    /// <summary>Whether the name <c>alt=sse</c> stands in the query, once and in no other spelling.</summary>
    public bool AsksForEvents
    {
        get
        {
            var found = 0;
            foreach (var pair in Query.Split('&'))
            {
                if (!pair.StartsWith("alt=", StringComparison.OrdinalIgnoreCase)) continue;
                found += pair == "alt=sse" ? 1 : 2;
            }

            return found == 1;
        }
    }

    /// <summary>Without the question mark; empty where there is none.</summary>
    public string Query => Raw.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? Raw[(at + 1)..] : "";

    private string RawPath => Raw.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? Raw[..at] : Raw;

    /// <summary>
    /// What is wrong with a path that is passed on: it must read the same to every server, so it holds no escape, no dots that climb, no empty part. Null where nothing is.
    /// </summary>
    public Refusal? FaultOfPlain()
    {
        if (Path.Length > MaxPlain || Path.AsSpan().ContainsAnyExcept(s_plain)) return Refuse($"holds an escape or is longer than {MaxPlain} characters");
        if (Path.Contains("//", StringComparison.Ordinal) || Path.EndsWith('/')) return Refuse("has an empty part");
        if (!RawPath.Equals(Path, StringComparison.Ordinal)) return Refuse("is not spelled as it is read");
        return HasDots(Path) ? Refuse("climbs") : null;
    }

    private static bool HasDots(string path)
    {
        foreach (var part in path.AsSpan().Split('/'))
        {
            if (path.AsSpan()[part] is "." or "..") return true;
        }

        return false;
    }

    private static Refusal Refuse(string what) => new(RefusalReason.NoSuchPath, $"Nothing is served at this path: it {what}, and is not passed on.");
}
