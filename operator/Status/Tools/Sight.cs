using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Status.Tools;

/// <summary>What the sidecars together saw of one tool server: the newest of each.</summary>
internal sealed record Sight
{
    public static readonly Sight Nothing = new();

    /// <summary>The newest list; ordered by name.</summary>
    public ImmutableArray<SeenTool> Tools { get; private init; } = [];

    /// <summary>Null where nobody saw a list.</summary>
    public DateTimeOffset? ListedAt { get; private init; }

    /// <summary>
    /// The hash of the newest instructions that somebody saw. A sidecar that names none did not see any, or the server has none any more: neither takes away what was seen before.
    /// </summary>
    public string? Instructions { get; private init; }

    /// <summary>When the server last answered anybody.</summary>
    public DateTimeOffset? At { get; private init; }

    private DateTimeOffset? InstructionsAt { get; init; }

    /// <summary>With one sidecar's word; itself where that says nothing new. Of two words with the same time the later counts, because times are coarse.</summary>
    public Sight With(SeenServer word)
    {
        var lists = IsNewer(word.ListedAt, ListedAt) && (word.ListedAt != ListedAt || word.Tools != Tools);
        var instructs = word.Instructions is not null && IsNewer(word.At, InstructionsAt) && (word.At != InstructionsAt || word.Instructions != Instructions);
        var answers = At is null || word.At > At;
        return !lists && !instructs && !answers ? this : this with
        {
            Tools = lists ? word.Tools : Tools,
            ListedAt = lists ? word.ListedAt : ListedAt,
            Instructions = instructs ? word.Instructions : Instructions,
            InstructionsAt = instructs ? word.At : InstructionsAt,
            At = answers ? word.At : At,
        };
    }

    private static bool IsNewer(DateTimeOffset? word, DateTimeOffset? known) => word is not null && (known is null || word >= known);
}
