using System.Collections.Immutable;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>What the agent asked for, read and found well-formed. Says nothing yet of whether it may.</summary>
internal sealed class Call : IDisposable
{
    private ImmutableArray<string> _hostedTools = [];
    private ImmutableArray<string> _kept = [];

    public required Operation Operation { get; init; }

    /// <summary>Whose words the agent speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The shape of the body.</summary>
    public WireFormat Format { get; init; }

    /// <summary>The model asked for; null where the operation has none. Bounded, without control characters, and still untrusted.</summary>
    public string? Model { get; init; }

    /// <summary>The request's body, read; null where the operation has none, or it passes unread. Replaced whole where a guard changes it.</summary>
    public ModelRequest? Request { get; set; }

    /// <summary>The request's form, of which the head was read; null where it has none.</summary>
    public FormRequest? Form { get; init; }

    /// <summary>The request to a tool server, read; null for a call of a model.</summary>
    public McpRequest? Mcp { get; init; }

    /// <summary>Below a provider's base URL, for what is never translated: <c>/images/generations</c>. Untrusted, but of a form that was checked.</summary>
    public string Below { get; init; } = "";

    /// <summary>The endpoint that a policy must name, for <see cref="Operation.Endpoint"/>: a word such as <c>files</c>, or the path.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The method, for an endpoint; all else is asked for in one way.</summary>
    public string Method { get; init; } = HttpMethods.Post;

    /// <summary>The path as the agent called it, for an endpoint; a policy may name it too.</summary>
    public string? Path { get; init; }

    /// <summary>What it asks of the policies.</summary>
    public Ask Ask => new()
    {
        Model = Model,
        HostedTools = Request?.HostedTools ?? _hostedTools,
        Kept = Request?.Endpoints ?? _kept,
        Endpoint = Endpoint,
        Path = Path,
        Mcp = Mcp is { Asks.IsDefaultOrEmpty: true } ? [new McpAsk(Mcp.Server, McpSubject.Server)] : Mcp?.Asks ?? [],
    };

    /// <summary>Adds what a session asks for while it lasts, so that it is judged anew with the rest.</summary>
    public void Use(ImmutableArray<string> hostedTools, ImmutableArray<string> kept)
    {
        _hostedTools = [.. _hostedTools.Union(hostedTools, StringComparer.Ordinal)];
        _kept = [.. _kept.Union(kept, StringComparer.Ordinal)];
    }

    public void Dispose()
    {
        Request?.Dispose();
        Form?.Dispose();
        Mcp?.Dispose();
    }
}
