namespace AiGateway.FleetOperator;

/// <summary>What one run found; times in milliseconds, memory in MiB resident after a full collection.</summary>
internal sealed record FleetResult
{
    public string Machine { get; init; } = "";

    public int Pods { get; init; }

    public int Namespaces { get; init; }

    public int Streams { get; init; }

    public int Changes { get; init; }

    public int BundleBytes { get; init; }

    public double CompileP50Ms { get; init; }

    public double CompileMaxMs { get; init; }

    /// <summary>Compiling when one policy has changed, beside what was compiled before: a turn as the operator does it.</summary>
    public double TurnP50Ms { get; init; }

    public double TurnMaxMs { get; init; }

    public double ConnectSeconds { get; init; }

    public double AckP50Ms { get; init; }

    public double AckP99Ms { get; init; }

    public double LastAckP50Ms { get; init; }

    public double LastAckMaxMs { get; init; }

    public double AloneMb { get; init; }

    public double ConnectedMb { get; init; }

    public double AfterChangesMb { get; init; }

    public double PerSidecarKb => (ConnectedMb - AloneMb) * 1024 / Streams;

    public double PerSidecarAfterKb => (AfterChangesMb - AloneMb) * 1024 / Streams;
}
