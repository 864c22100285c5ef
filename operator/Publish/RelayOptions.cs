namespace AiGateway.Operator.Publish;

/// <summary>How the replicas of one operator know each other.</summary>
internal sealed record RelayOptions
{
    public const string OperatorServiceAccount = "aigateway-operator";

    /// <summary>This replica's name.</summary>
    public required string Replica { get; init; }

    /// <summary>The operator's own namespace.</summary>
    public required string Namespace { get; init; }

    public string ServiceAccount { get; init; } = OperatorServiceAccount;

    /// <summary>The file with this replica's own token for our audience.</summary>
    public required string TokenFile { get; init; }

    /// <summary>The name that the leader's certificate carries; it is reached by its address.</summary>
    public string? ServerName { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
