namespace AiGateway.Sidecar.Conversations;

/// <summary>What the target's dialect cannot express of a request, in the request's own words.</summary>
internal sealed class Losses
{
    private readonly PathList _paths = new();
    private readonly PathList _notes = new();

    /// <summary>What the agent asked for and will not get: the call is refused, or, where its route says so, goes on without, named in a header and in the audit.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>What is left out without any harm to the answer (another maker's sealed reasoning): never refused, still named.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>A setting that the dialect has no place for; nothing where the request does not set it.</summary>
    public void Add(Conversation conversation, Field field)
    {
        if (conversation.Paths.TryGetValue(field, out var path)) Add(path);
    }

    public void Add(string path) => _paths.Add(path);

    public void Note(string path) => _notes.Add(path);
}
