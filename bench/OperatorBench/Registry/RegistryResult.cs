using System.Text.Json.Serialization;

namespace AiGateway.OperatorBench.Registry;

/// <summary>What one run found.</summary>
internal sealed record RegistryResult
{
    /// <summary>The bar for writes in a second.</summary>
    public const int MostWrites = 20;

    /// <summary>The bar for the operator's resident memory.</summary>
    public const double MostMb = 256;

    public string Machine { get; init; } = "";

    /// <summary>Seconds from the first stream until each agent had an Agent with a status.</summary>
    public double ListedSeconds { get; init; }

    /// <summary>Requests that wrote Agents until then, as the API server wrote them down.</summary>
    public long ListedWrites { get; init; }

    /// <summary>Seconds for which all agents called all the time.</summary>
    public double BusySeconds { get; init; }

    /// <summary>Requests that wrote Agents in that time, as the API server wrote them down.</summary>
    public long BusyWrites { get; init; }

    /// <summary>The most in any second from the first to the last.</summary>
    public int MostInASecond { get; init; }

    /// <summary>The operator's resident memory at its highest, and at the end.</summary>
    public double HighestMb { get; init; }

    public double EndMb { get; init; }

    /// <summary>Processor time that the operator took while agents were busy, of one processor.</summary>
    public double BusyProcessor { get; init; }

    /// <summary>Calls in the statuses of all Agents at the end.</summary>
    public long CallsCounted { get; init; }

    /// <summary>Calls that were reported.</summary>
    public long CallsMade { get; init; }

    /// <summary>The first bar that is not reached; null where all are.</summary>
    [JsonIgnore]
    public string? Missed =>
        CallsCounted != CallsMade ? $"{CallsCounted} of {CallsMade} calls are in the totals"
        : MostInASecond > MostWrites ? $"{MostInASecond} writes in a second, at most {MostWrites} are allowed"
        : HighestMb > MostMb ? $"the operator took {HighestMb:f0} MB, at most {MostMb:f0} are allowed"
        : null;
}
