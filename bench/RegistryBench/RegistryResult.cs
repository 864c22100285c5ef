namespace AiGateway.RegistryBench;

/// <summary>What one run found.</summary>
internal sealed record RegistryResult
{
    public string Machine { get; init; } = "";

    /// <summary>Seconds from the first stream until each agent had an Agent with a status.</summary>
    public double ListedSeconds { get; init; }

    /// <summary>Requests that wrote Agents until then, as the API server counted them.</summary>
    public long ListedWrites { get; init; }

    /// <summary>Seconds for which all agents called all the time.</summary>
    public double BusySeconds { get; init; }

    /// <summary>Requests that wrote Agents in that time, as the API server counted them.</summary>
    public long BusyWrites { get; init; }

    /// <summary>The most in any second, of both.</summary>
    public double MostASecond { get; init; }

    /// <summary>The operator's resident memory at its highest, and at the end.</summary>
    public double HighestMb { get; init; }

    public double EndMb { get; init; }

    /// <summary>Processor time that the operator took while agents were busy, of one processor.</summary>
    public double BusyProcessor { get; init; }

    /// <summary>Calls in the statuses of all Agents at the end.</summary>
    public long CallsCounted { get; init; }

    /// <summary>Calls that were reported.</summary>
    public long CallsMade { get; init; }
}
