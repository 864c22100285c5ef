namespace AiGateway.Load;

/// <summary>One measured line of bench/results/latest.json; the median of its rounds.</summary>
internal sealed record Row
{
    public required string Subject { get; init; }

    public required string Scenario { get; init; }

    public int Connections { get; init; }

    public double? CallsPerSecond { get; init; }

    /// <summary>Of a call, or, for a stream, of an event's way from the upstream's write to the client's read.</summary>
    public double? P50Us { get; init; }

    public double? P99Us { get; init; }

    public double? FirstTokenUs { get; init; }

    public double? RssMb { get; init; }

    public double? ReadyMs { get; init; }

    /// <summary>Bytes that arrived, in millions.</summary>
    public double? MbPerSecond { get; init; }

    /// <summary>Of the processor that the proxy took, in microseconds for each request or connection, in milliseconds for each GB.</summary>
    public double? ProxyCpu { get; init; }
}
