namespace AiGateway.Contracts;

/// <summary>
/// One object that a bundle was made of, at the moment that counts. Custom resources are told by their generation, which
/// a status write leaves alone; Secrets, which have none, by their resourceVersion.
/// </summary>
public sealed record SourceRef
{
    /// <summary>The object's kind, as <c>AgentPolicy</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The object's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>The object's name.</summary>
    public required string Name { get; init; }

    /// <summary>The object's uid: a re-created object is another one.</summary>
    public required string Uid { get; init; }

    /// <summary><c>metadata.generation</c>; zero for kinds that have none.</summary>
    public long Generation { get; init; }

    /// <summary><c>metadata.resourceVersion</c>; set for Secrets alone.</summary>
    public string? ResourceVersion { get; init; }
}
