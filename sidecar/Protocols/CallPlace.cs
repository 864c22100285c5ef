using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols;

/// <summary>What a path asks for, before method, policy and body are looked at. Those of fixed paths are made once.</summary>
internal sealed record CallPlace(Dialect Dialect, Operation Operation, WireFormat Format = WireFormat.None)
{
    /// <summary>The methods it is served for, as in a header <c>Allow</c>; empty for any that an endpoint may have.</summary>
    public string Methods { get; init; } = HttpMethods.Post;

    /// <summary>The model that the path names; null where the body does, or none is named.</summary>
    public string? Model { get; init; }

    /// <summary>Whether the path asks for a stream.</summary>
    public bool Stream { get; init; }

    /// <summary>Below a provider's base URL, for what is never translated.</summary>
    public string Below { get; init; } = "";

    /// <summary>The endpoint that a policy must name: a word of its own, or the path.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The path as it was called, for an endpoint.</summary>
    public string? Path { get; init; }

    /// <summary>The tool server that the path names; null for a path of models.</summary>
    public string? Server { get; init; }

    /// <summary>Of a POST of MCP's HTTP+SSE transport: what the gateway named the stream that answers; null for none.</summary>
    public string? Token { get; init; }

    /// <summary>What is wrong with the path's own words; null where nothing is.</summary>
    public Refusal? Fault { get; init; }

    /// <summary>A list of the models that the agent may use.</summary>
    public static CallPlace Models(Dialect dialect) => new(dialect, Operation.ListModels) { Methods = HttpMethods.Get };

    /// <summary>A list of the tool servers that the agent may use.</summary>
    public static CallPlace Servers { get; } = new(Dialect.Mcp, Operation.ListServers) { Methods = HttpMethods.Get };

    /// <summary>One of those models.</summary>
    public static CallPlace ModelAt(Dialect dialect, string model) => new(dialect, Operation.GetModel) { Methods = HttpMethods.Get, Model = model };

    /// <summary>An endpoint that must be named; <paramref name="name"/> is null for one that is known by its path alone.</summary>
    public static CallPlace EndpointAt(in CallTarget target, Dialect dialect, string? name, string below) =>
        new(dialect, Operation.Endpoint, WireFormat.Opaque) { Methods = "", Endpoint = name ?? target.Path, Path = target.Path, Below = below, Fault = target.FaultOfPlain() };
}
