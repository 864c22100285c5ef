namespace AiGateway.Sidecar.Protocols.Frames;

/// <summary>Which channels end with a frame.</summary>
/// <param name="Choice">Of which answer; null for all.</param>
/// <param name="Part">Of which part; null for all.</param>
/// <param name="Name">Which of its texts; null for all.</param>
internal readonly record struct ChannelEnd(int? Choice, int? Part, string? Name)
{
    public bool Covers(in ChannelKey key) => (Choice ?? key.Choice) == key.Choice && (Part ?? key.Part) == key.Part && (Name is null || Name == key.Name);
}
