using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;

namespace AiGateway.Sidecar.Guards.Loops;

/// <summary>A check of type <c>loop</c>, as built for the hot path. It looks at calls and not at texts, so whoever knows the calls asks it.</summary>
internal sealed class LoopCheck(CheckFacts facts, LoopSettings settings)
{
    public const int DefaultWarnAfter = 3;
    public const int DefaultStopAfter = 6;
    public const int DefaultWindowSeconds = 300;

    private readonly ImmutableArray<string> _exempt = settings.Exempt ?? [];

    public CheckFacts Facts => facts;

    /// <summary>After how many equal calls the next is answered with a warning in place of being made.</summary>
    public int WarnAfter { get; } = settings.WarnAfter ?? DefaultWarnAfter;

    /// <summary>After how many the next is refused.</summary>
    public int StopAfter { get; } = settings.StopAfter ?? DefaultStopAfter;

    /// <summary>Calls longer ago do not count.</summary>
    public TimeSpan Window { get; } = TimeSpan.FromSeconds(settings.WindowSeconds ?? DefaultWindowSeconds);

    /// <summary>Whether the tool may be polled.</summary>
    public bool IsExempt(string tool)
    {
        foreach (var entry in _exempt)
        {
            if (entry.EndsWith('*') ? tool.AsSpan().StartsWith(entry.AsSpan(0, entry.Length - 1)) : tool == entry) return true;
        }

        return false;
    }
}
