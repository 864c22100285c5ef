namespace AiGateway.Sidecar.Calls;

/// <summary>What the agent asked for, read and found well-formed. Says nothing yet of whether it may.</summary>
internal sealed class Call : IDisposable
{
    public required Operation Operation { get; init; }

    /// <summary>Whose words the agent speaks.</summary>
    public required Dialect Dialect { get; init; }

    /// <summary>The shape of the body.</summary>
    public WireFormat Format { get; init; }

    /// <summary>The model asked for; null where the operation has none. Bounded, without control characters, and still untrusted.</summary>
    public string? Model { get; init; }

    /// <summary>The request's body, read; null where the operation has none, or it passes unread.</summary>
    public ModelRequest? Request { get; init; }

    /// <summary>Below a provider's base URL, for what is never translated: <c>/images/generations</c>. Untrusted, but of a form that was checked.</summary>
    public string Below { get; init; } = "";

    /// <summary>The endpoint that a policy must name, for <see cref="Operation.Endpoint"/>.</summary>
    public string? Endpoint { get; init; }

    public void Dispose() => Request?.Dispose();
}
