using System.Collections.Immutable;

namespace AiGateway.Operator.Certificates;

/// <summary>For which names the certificate is, and who may make one.</summary>
internal sealed record CertificateOptions
{
    public required ImmutableArray<string> Names { get; init; }

    /// <summary>Whether this replica may write now.</summary>
    public required Func<bool> Leads { get; init; }

    /// <summary>How often the store is read.</summary>
    public TimeSpan Every { get; init; } = TimeSpan.FromSeconds(10);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The names under which the operator is reached, in a cluster and on one machine.</summary>
    public static ImmutableArray<string> NamesIn(string @namespace) =>
        [$"aigateway-operator.{@namespace}.svc", $"aigateway-operator.{@namespace}.svc.cluster.local", "localhost", "127.0.0.1"];
}
