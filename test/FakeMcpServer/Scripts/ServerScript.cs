using System.Collections.Concurrent;

namespace AiGateway.Fakes.Mcp.Scripts;

/// <summary>How the server behaves from now on; every member may be changed while it runs.</summary>
public sealed class ServerScript
{
    private readonly ConcurrentDictionary<string, ScriptedAnswer> _answers = new(StringComparer.Ordinal);

    /// <summary>What the server tells the model of itself, in <c>initialize</c> and <c>server/discover</c>.</summary>
    public string? Instructions { get; set; }

    /// <summary>Does not compare Mcp-Method, Mcp-Name and Mcp-Param-* with the body, against 2026-07-28.</summary>
    public bool LaxHeaders { get; set; }

    /// <summary>Asks for sampling, elicitation and roots although the client declared no such capability.</summary>
    public bool AsksUndeclared { get; set; }

    /// <summary>Answers every request as a stream of events, not as one JSON document.</summary>
    public bool StreamsAnswers { get; set; }

    /// <summary>Entries on a page of a list; 0 lists all on one.</summary>
    public int PageSize { get; set; }

    /// <summary>A header that every call must carry; without it the answer is 401 with WWW-Authenticate.</summary>
    public KeyValuePair<string, string>? RequiredHeader { get; set; }

    /// <summary>Which eras are spoken.</summary>
    public Eras Eras { get; set; }

    /// <summary>Answers calls of this tool (or prompt, or resource), or of this method, with what is given until <see cref="Forget"/>.</summary>
    public void Answer(string nameOrMethod, ScriptedAnswer answer) => _answers[nameOrMethod] = answer;

    /// <summary>Back to the truth.</summary>
    public void Forget() => _answers.Clear();

    internal ScriptedAnswer? Find(string? subject, string? method) =>
        subject is not null && _answers.TryGetValue(subject, out var bySubject) ? bySubject
        : method is not null && _answers.TryGetValue(method, out var byMethod) ? byMethod
        : null;

    /// <summary><c>Name: value</c>, as an environment variable or the admin endpoint has it.</summary>
    internal static KeyValuePair<string, string>? ReadHeader(string? header) =>
        header?.Split(':', 2, StringSplitOptions.TrimEntries) is [var name, var value] ? new(name, value) : null;
}
