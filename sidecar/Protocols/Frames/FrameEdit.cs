namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>What a value of a frame becomes: characters that were released, or something that is always the same.</summary>
/// <param name="Start">Where the value stands in the frame's JSON.</param>
/// <param name="Length">Its length, in bytes.</param>
internal readonly record struct FrameEdit(int Start, int Length)
{
    /// <summary>The characters; the others follow them.</summary>
    public Range Released { get; init; }

    /// <summary>What was released when its channel ended with this frame.</summary>
    public Range Rest { get; init; }

    /// <summary>Whether the characters are JSON, and not what a string holds.</summary>
    public bool IsJson { get; init; }

    /// <summary>Whether it says something else than what came.</summary>
    public bool IsChange { get; init; }

    /// <summary>The value itself; null where it is made of characters.</summary>
    public byte[]? Literal { get; init; }
}
