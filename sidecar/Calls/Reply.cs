using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Calls;

/// <summary>What came back, filled as it comes, so that it is true at every moment at which the call can end.</summary>
internal sealed class Reply
{
    private readonly List<Attempt> _attempts = new(1);
    private List<TriedUsage>? _earlier;
    private long _inputSoFar;
    private long _outputSoFar;

    public IReadOnlyList<Attempt> Attempts => _attempts;

    /// <summary>The target that answered, or was tried last.</summary>
    public Target? Target => _attempts.Count == 0 ? null : _attempts[^1].Target;

    /// <summary>What the last try used.</summary>
    public Usage Usage { get; set; }

    /// <summary>What tries before the last one used: those that a provider may bill, though nothing of them has left for the agent.</summary>
    public IReadOnlyList<TriedUsage> Earlier => _earlier ?? (IReadOnlyList<TriedUsage>)[];

    /// <summary>What all tries used together; estimated where a part is.</summary>
    public Usage TotalUsage
    {
        get
        {
            var total = Usage;
            foreach (var tried in Earlier) total += tried.Usage;
            return total;
        }
    }

    /// <summary>Tokens of input that were told so far, where one exchange holds many answers: read by whoever looks at open calls.</summary>
    public long InputSoFar
    {
        get => Volatile.Read(ref _inputSoFar);
        set => Volatile.Write(ref _inputSoFar, value);
    }

    /// <summary>Tokens of output that have passed so far, as an estimate while they pass: read by whoever looks at open calls.</summary>
    public long OutputSoFar
    {
        get => Volatile.Read(ref _outputSoFar);
        set => Volatile.Write(ref _outputSoFar, value);
    }

    public ReplyEnd End { get; set; }

    /// <summary>When the first byte of the answer arrived; zero where none did.</summary>
    public long FirstByteAt { get; set; }

    /// <summary>Bytes of a request's body that passed unread.</summary>
    public long BytesIn { get; set; }

    /// <summary>Bytes of the answer that went to the agent.</summary>
    public long BytesOut { get; set; }

    /// <summary>Set where the call ends in a refusal: before the first byte as an answer, after it as an event or an abort.</summary>
    public Refusal? Refusal { get; set; }

    /// <summary>The format in which the call went out last.</summary>
    public WireFormat Sent { get; set; }

    /// <summary>What of the request the target could not express and was left out, in the request's own words.</summary>
    public IReadOnlyList<string> Omitted { get; set; } = [];

    /// <summary>What came of a request to a tool server; null for a call of a model.</summary>
    public McpOutcome? Mcp { get; set; }

    /// <summary>Starts a try; what the one before it used stays its own.</summary>
    public void Try(Target target)
    {
        if (Usage.Source != UsageSource.None) (_earlier ??= []).Add(new(_attempts.Count - 1, _attempts[^1].Target, Usage));
        (Usage, InputSoFar, OutputSoFar) = (default, 0, 0);
        _attempts.Add(new(target, 0, null));
    }

    /// <summary>Says how the try under way came out.</summary>
    public void Outcome(int status, string? error) => _attempts[^1] = _attempts[^1] with { Status = status, Error = error };
}
