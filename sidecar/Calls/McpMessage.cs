using System.Collections.Immutable;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>One message of the agent, as far as the gateway acts on it. Names are bounded, without control characters, and still untrusted.</summary>
internal sealed record McpMessage
{
    /// <summary>The longest id that is taken, as it is written.</summary>
    public const int MaxId = 256;

    public required McpKind Kind { get; init; }

    public McpMethod Method { get; init; }

    /// <summary>The method as it was written, bounded; empty for a response.</summary>
    public string MethodName { get; init; } = "";

    /// <summary>The id as it was written, quotes and all: a string or a whole number; empty for a notification.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>The tool's or prompt's name; of a completion, the name that its ref has. Null where there is none.</summary>
    public string? Name { get; init; }

    /// <summary>The resource's URI; of a completion, the URI or template that its ref has; null where there is none.</summary>
    public string? Uri { get; init; }

    /// <summary>The resources that a subscription names.</summary>
    public ImmutableArray<string> Uris { get; init; } = [];

    /// <summary>The task that is asked about.</summary>
    public string? TaskId { get; init; }

    /// <summary>Where the value of <c>params.arguments</c> stands in the body.</summary>
    public BodySpan Arguments { get; init; }

    /// <summary>The names of the client capabilities that the message declares and policies decide on: sampling, elicitation, roots; and the edit that takes each out by itself: <see cref="McpRequest.Without"/> takes out several.</summary>
    public ImmutableArray<(McpSubject Capability, BodyEdit Removal)> Capabilities { get; init; } = [];

    /// <summary>The kinds of <c>params.inputResponses</c> of a request that is made again are not known: whether there are any.</summary>
    public bool HasInputResponses { get; init; }
}
