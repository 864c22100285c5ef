using System.Collections.Immutable;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>A request that a model is to answer: its bytes as they came, and where in them stands what the gateway acts on.</summary>
internal sealed class ModelRequest : IDisposable
{
    public required Body Body { get; init; }

    /// <summary>The model that is judged: the body's, or the path's where the dialect puts it there.</summary>
    public required string Model { get; init; }

    /// <summary>Where the member <c>"model":"..."</c> starts, the quote of its name included; -1 where the body has none.</summary>
    public long ModelMemberStart { get; init; } = -1;

    /// <summary>Where the model's JSON string starts, its quote included; -1 where the body has none.</summary>
    public required long ModelStart { get; init; }

    /// <summary>The length of that string, its quotes included.</summary>
    public required long ModelLength { get; init; }

    /// <summary>Whether the body names another model than the path, which alone was judged: it may not leave with that name.</summary>
    public bool BodyNamesAnother { get; init; }

    /// <summary>The position behind the root's opening brace, where a member can be put in.</summary>
    public long RootStart { get; init; }

    /// <summary>Whether the root has no member, so that one put in needs no comma.</summary>
    public bool RootIsEmpty { get; init; }

    /// <summary>Whether the answer is asked for as a stream of events.</summary>
    public required bool Stream { get; init; }

    /// <summary>The most tokens of output that the request asks for in one answer; 0 where it does not say.</summary>
    public long MostTokens { get; init; }

    /// <summary>How many answers it asks for at each prompt; at least 1.</summary>
    public long Choices { get; init; } = 1;

    /// <summary>How many prompts it has, or documents to be ranked; at least 1.</summary>
    public long Prompts { get; init; } = 1;

    /// <summary>The members by which its dialect says so and that it has, in their own spelling.</summary>
    public OutputNames OutputNames { get; init; }

    /// <summary>Of them, those that bound an answer: one in another spelling is counted, and may bind nobody.</summary>
    public OutputNames Binding { get; init; }

    /// <summary>What makes the provider report usage in a stream; null where the agent asked for it itself, or nothing can.</summary>
    public required BodyEdit? UsageEdit { get; init; }

    /// <summary>
    /// Edits that hold for any target of the same format, such as <c>"store":false</c>; ordered, and none overlaps another. Authorising takes out what the policies make needless.
    /// </summary>
    public ImmutableArray<BodyEdit> Edits { get; set; } = [];

    /// <summary>Types of hosted tools that it asks for, in the provider's words: what the policies must allow.</summary>
    public ImmutableArray<string> HostedTools { get; init; } = [];

    /// <summary>Endpoints whose stored things it uses (a file's id, a stored response's): what the policies must name.</summary>
    public ImmutableArray<string> Endpoints { get; init; } = [];

    public void Dispose() => Body.Dispose();
}
