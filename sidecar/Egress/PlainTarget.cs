using System.Net;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Egress;

/// <summary>Where a request of plain HTTP wants to go: the Host, which must agree with the URL of a proxy's client, and with the port that was dialled.</summary>
/// <param name="Ask">What is to be judged.</param>
/// <param name="PathAndQuery">As the server behind is to read it.</param>
internal readonly record struct PlainTarget(EgressAsk Ask, string PathAndQuery)
{
    private const string Scheme = "http://";
    private const int DefaultPort = 80;

    /// <summary>Whether the request is for a proxy: its target is a URL (RFC 9112, section 3.2.2).</summary>
    public static bool IsForProxy(HttpContext http) => RawTarget(http).StartsWith(Scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads it; null where it names no place, or two.</summary>
    public static PlainTarget? Read(HttpContext http, IPEndPoint? dialled, int? port)
    {
        if (Authority.Read(http.Request.Host.Value) is not { } host || (port is not null && host.Port is { } said && said != port)) return null;
        if (SplitTarget(RawTarget(http), http.Request.Host.Value) is not { } path || path.AsSpan().ContainsAnyExceptInRange('!', '~')) return null; // Kestrel lets a carriage return stand in a target, and some servers end a line with it.
        var asked = port ?? host.Port ?? DefaultPort;
        dialled ??= host.Address is { } address ? new IPEndPoint(address, asked) : null;
        return new(new() { Name = host.Name, Port = asked, Dialled = dialled, Peeked = true }, path);
    }

    /// <summary>The path and the query of a target that is a path, or a URL of that very host.</summary>
    private static string? SplitTarget(string target, string? host)
    {
        if (target.StartsWith('/')) return target;
        if (!target.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return null;
        var rest = target[Scheme.Length..];
        var end = rest.AsSpan().IndexOfAny('/', '?');
        var authority = end < 0 ? rest : rest[..end];
        if (!authority.Equals(host, StringComparison.OrdinalIgnoreCase)) return null;
        return end < 0 ? "/" : rest[end] == '/' ? rest[end..] : "/" + rest[end..];
    }

    private static string RawTarget(HttpContext http) => http.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
}
