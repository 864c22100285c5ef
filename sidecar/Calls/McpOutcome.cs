namespace AiGateway.Sidecar.Calls;

/// <summary>What came of a request to a tool server, filled as it comes, for the audit.</summary>
internal sealed class McpOutcome
{
    private const int MostWithheld = 16;
    private readonly List<string> _withheld = [];
    private int _lostWords;

    /// <summary>Messages of the server that passed.</summary>
    public int Messages { get; set; }

    /// <summary>Bytes of results, before any edit.</summary>
    public long ResultBytes { get; set; }

    /// <summary>A tool result said that the tool failed.</summary>
    public bool IsError { get; set; }

    /// <summary>The code of a JSON-RPC error of the server; null for none.</summary>
    public long? ErrorCode { get; set; }

    /// <summary>Items of a list that the server gave; null where there was no list.</summary>
    public int? Listed { get; set; }

    /// <summary>Those of them that the agent was shown.</summary>
    public int? Shown { get; set; }

    /// <summary>Items of a list that were kept from the agent because of a text in them.</summary>
    public int Guarded { get; set; }

    /// <summary>What was kept from the agent, in a word each: the method of a server's request, or what was taken out of a result. Bounded.</summary>
    public IReadOnlyList<string> Withheld => _withheld;

    /// <summary>Definitions that nobody approved, in a word each, as <c>changed</c>; null for none.</summary>
    public string? Drift { get; set; }

    /// <summary>Answers of the gateway's own to what a server asked that the server did not take.</summary>
    public int LostWords => Volatile.Read(ref _lostWords);

    /// <summary>A server did not take an answer of the gateway's own; may be called from another thread.</summary>
    public void LoseWord() => Interlocked.Increment(ref _lostWords);

    /// <summary>Adds what was withheld; said once each.</summary>
    public void Withhold(string what)
    {
        if (_withheld.Count < MostWithheld && !_withheld.Contains(what)) _withheld.Add(what);
    }
}
