namespace AiGateway.Sidecar.Protocols;

/// <summary>What a body says of itself that routes may ask for. All of it is the agent's word, and bounded.</summary>
internal sealed class BodyFacts
{
    /// <summary>Zero where it does not say.</summary>
    public long MaxTokens { get; set; }

    public bool HasTools { get; set; }

    /// <summary>Empty where it does not say.</summary>
    public string User { get; set; } = "";

    public Dictionary<string, string> Metadata { get; } = new(StringComparer.Ordinal);

    /// <summary>The name that the agent gave the conversation; empty for none.</summary>
    public string Session { get; set; } = "";

    /// <summary>The hash of the instructions, and of what stands first in the conversation.</summary>
    public ulong Opening { get; set; } = StableHash.Start;

    /// <summary>By its name, else by its user, else by how it began.</summary>
    public ulong Conversation => (Session, User) switch
    {
        ({ Length: > 0 } session, _) => StableHash.Add(StableHash.Start, session),
        (_, { Length: > 0 } user) => StableHash.Add(StableHash.Start, user),
        _ => Opening,
    };
}
