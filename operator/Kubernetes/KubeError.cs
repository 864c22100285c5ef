namespace AiGateway.Operator.Kubernetes;

/// <summary>What the API server refused, as in metav1.Status. Never carries an object's body.</summary>
internal sealed record KubeError
{
    /// <summary>The HTTP status code.</summary>
    public required int Code { get; init; }

    /// <summary>A machine-readable word, as <c>Conflict</c>.</summary>
    public required string Reason { get; init; }

    public required string Message { get; init; }

    public bool IsConflict => Code == 409;

    /// <summary>Not now: the server is busy, or a disruption budget is used up.</summary>
    public bool IsBusy => Code == 429;

    public bool IsNotFound => Code == 404;

    /// <summary>The resourceVersion is too old to watch or page from: list again.</summary>
    public bool IsGone => Code == 410;

    public override string ToString() => $"{Code} {Reason}: {Message}";
}
