namespace AiGateway.Fakes;

/// <summary>What all chunks of one stream share.</summary>
internal sealed record ChunkHead(string Id, string Model, bool IncludeUsage);
