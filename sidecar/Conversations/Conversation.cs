using System.Text.Json;

namespace AiGateway.Sidecar.Conversations;

/// <summary>
/// What an agent asks a model for, in no dialect's words: what lies between n readers and n writers. Whatever a reader finds that has no place here it names in
/// <see cref="Unknown"/>, so that nothing is dropped in silence. Lives as long as the document it was read from.
/// </summary>
internal sealed class Conversation
{
    private Dictionary<string, string>? _callNames;

    /// <summary>The name that the agent asked for; a writer puts the target's in its place.</summary>
    public string Model { get; set; } = "";

    /// <summary>
    /// The kind of the provider that the request is written for (<see cref="Snapshots.Provider.Kind"/>): speakers of one dialect differ in a few members. Set beside the target's
    /// model; null where it is not known.
    /// </summary>
    public string? ProviderKind { get; set; }

    /// <summary>Whether the answer is wanted as a stream.</summary>
    public bool Stream { get; set; }

    /// <summary>Whether a stream ends with its usage (OpenAI's <c>stream_options.include_usage</c>); true for dialects that always tell.</summary>
    public bool StreamUsage { get; set; }

    /// <summary>In their order, leading instructions first.</summary>
    public List<Turn> Turns { get; } = [];

    public List<Tool> Tools { get; } = [];

    public ToolChoice? ToolChoice { get; set; }

    public bool? ParallelToolCalls { get; set; }

    public OutputFormat? Output { get; set; }

    public ReasoningRequest? Reasoning { get; set; }

    public int? MaxTokens { get; set; }

    public double? Temperature { get; set; }

    public double? TopP { get; set; }

    public int? TopK { get; set; }

    public IReadOnlyList<string> Stop { get; set; } = [];

    /// <summary>How many answers: OpenAI's <c>n</c>, Gemini's <c>candidateCount</c>.</summary>
    public int? Candidates { get; set; }

    public long? Seed { get; set; }

    public double? PresencePenalty { get; set; }

    public double? FrequencyPenalty { get; set; }

    public bool? LogProbs { get; set; }

    public int? TopLogProbs { get; set; }

    public string? User { get; set; }

    /// <summary>OpenAI's <c>metadata</c>; undefined for none.</summary>
    public JsonElement Metadata { get; set; }

    public string? ServiceTier { get; set; }

    /// <summary>Under which name the request said each setting, for an error or a header that names it in the agent's own words.</summary>
    public Dictionary<Field, string> Paths { get; } = [];

    /// <summary>Members of the request, in its own words, that have no place here: <c>logit_bias</c>, <c>messages[1].content[0].foo</c>.</summary>
    public PathList Unknown { get; } = new();

    /// <summary>The name of the tool that was called by this id; null where none was. Asked by writers, when all turns are there.</summary>
    public string? NameOfCall(string id)
    {
        _callNames ??= Turns.SelectMany(turn => turn.Parts).OfType<ToolCallPart>()
            .GroupBy(call => call.Id, StringComparer.Ordinal)
            .ToDictionary(calls => calls.Key, calls => calls.Last().Name, StringComparer.Ordinal);
        return _callNames.GetValueOrDefault(id);
    }
}
