using AiGateway.Sidecar.Calls;
using Microsoft.Extensions.Primitives;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>MCP's own headers of a request, each once and of visible characters, or the fault. They say nothing that the body is not held against.</summary>
internal readonly record struct McpHeaders
{
    public const string VersionName = "MCP-Protocol-Version";
    public const string MethodName = "Mcp-Method";
    public const string NameName = "Mcp-Name";
    public const string SessionName = "Mcp-Session-Id";
    public const string LastEventIdName = "Last-Event-ID";

    /// <summary>What the headers of arguments begin with.</summary>
    public const string ParameterPrefix = "Mcp-Param-";

    /// <summary>Session ids are visible ASCII (MCP 2025-11-25, Transports, Session Management); how long they are is our bound.</summary>
    public const int MaxSession = 1024;

    private const int MaxMirrored = 16 * 1024;

    public string? Version { get; private init; }

    public string? Method { get; private init; }

    public string? Name { get; private init; }

    public string? Session { get; private init; }

    public string? LastEventId { get; private init; }

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public Refusal? Fault { get; private init; }

    /// <summary>The era that they claim.</summary>
    public McpEra Era => Version is not null && McpVersions.IsModern(Version) ? McpEra.Modern : McpEra.Legacy;

    public static McpHeaders Of(IHeaderDictionary headers)
    {
        Refusal? fault = null;
        return new()
        {
            Version = Read(headers, VersionName, McpVersions.MaxLength, ref fault),
            Method = Read(headers, MethodName, McpMethods.MaxName, ref fault),
            Name = Read(headers, NameName, MaxMirrored, ref fault),
            Session = Read(headers, SessionName, MaxSession, ref fault),
            LastEventId = Read(headers, LastEventIdName, MaxSession, ref fault),
            Fault = fault,
        };
    }

    /// <summary>Why a header that stands there cannot be read as one value; null where it can.</summary>
    public static Refusal? FaultOf(string name, StringValues values, int max = MaxMirrored)
    {
        if (values.Count != 1) return Bad(name, "stands there more than once");
        var value = values[0].AsSpan();
        if (value.Length > max) return Bad(name, $"is longer than {max} characters");
        return value.ContainsAnyExceptInRange(' ', '~') ? Bad(name, "holds a character that is not visible ASCII") : null;
    }

    private static string? Read(IHeaderDictionary headers, string name, int max, ref Refusal? fault)
    {
        if (!headers.TryGetValue(name, out var values) || values.Count == 0) return null;
        var value = values[0];
        fault ??= FaultOf(name, values, max);
        if (fault is null && name is SessionName or LastEventIdName && value.AsSpan().Contains(' ')) fault = Bad(name, "holds a space");
        return string.IsNullOrEmpty(value) ? null : value;
    }

    private static Refusal Bad(string name, string what) => new(RefusalReason.HeaderMismatch, $"The header '{name}' {what}.", name);
}
