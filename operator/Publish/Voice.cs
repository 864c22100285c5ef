namespace AiGateway.Operator.Publish;

/// <summary>Who speaks on one stream: the pod by its token, the process by its hello.</summary>
internal sealed record Voice
{
    public required string PodUid { get; init; }

    public required string Namespace { get; init; }

    public required string Pod { get; init; }

    public required string Epoch { get; init; }

    /// <summary>The stream's name, unique on the replica that holds it.</summary>
    public required string Stream { get; init; }

    /// <summary>When the stream began, by the clock of the replica that holds it: of two streams of one pod the younger counts.</summary>
    public required DateTimeOffset Since { get; init; }
}
