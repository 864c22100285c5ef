using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace AiGateway.Fakes.Scripts;

/// <summary>What is answered, in no dialect's form: the same content for every dialect, so that answers can be compared.</summary>
internal sealed record Reply
{
    public required Ask Ask { get; init; }

    public required Behaviour Behaviour { get; init; }

    public string Text { get; init; } = "";

    /// <summary>Empty for no reasoning.</summary>
    public string Thinking { get; init; } = "";

    public ImmutableArray<ToolUse> Calls { get; init; } = [];

    public StopWord Stop { get; init; }

    public int Cached { get; init; }

    public int Input => Ask.InputTokens + Cached;

    public int Reasoning => Thinking.Length == 0 ? 0 : Ask.Words(Thinking);

    public int Output { get; private set; }

    /// <summary>Reasoning and answer.</summary>
    public int AllOutput => (Output > 0 ? Output : Math.Max(1, Ask.Words(Text))) + Reasoning;

    /// <summary>The text in pieces, with the script's gaps; ends early where the script says so.</summary>
    public async IAsyncEnumerable<string> PiecesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Output = 0;
        foreach (var word in Words)
        {
            if (Behaviour.Gap > TimeSpan.Zero) await Task.Delay(Behaviour.Gap, cancellationToken);
            Output++;
            yield return Behaviour.Kind == BehaviourKind.Stamp ? Stamp() : word;
        }
        if (Behaviour.Kind is BehaviourKind.Cut or BehaviourKind.ErrorInStream) throw new ScriptedEndException();
    }

    private IEnumerable<string> Words => Behaviour.Kind switch
    {
        BehaviourKind.Long => Numbers(int.MaxValue),
        BehaviourKind.Stream or BehaviourKind.Stamp or BehaviourKind.Cut => Numbers(Behaviour.First),
        _ when Text.Length == 0 => [],
        _ => Text.Split(' ').Select((word, index) => index == 0 ? word : " " + word),
    };

    private static IEnumerable<string> Numbers(int count) =>
        Enumerable.Range(1, count).Select(number => string.Create(CultureInfo.InvariantCulture, $"word{number} "));

    /// <summary>CLOCK_MONOTONIC in nanoseconds: what a client on this machine can compare with its own.</summary>
    private static string Stamp() =>
        ((long)(Stopwatch.GetTimestamp() * (1e9 / Stopwatch.Frequency))).ToString(CultureInfo.InvariantCulture);
}
