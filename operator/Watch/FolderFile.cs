using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Watch;

/// <summary>A file as last looked at: its stamp, what it last said when it could be read, and what is wrong with it now.</summary>
internal sealed record FolderFile
{
    public required (DateTime WrittenAt, long Length) Stamp { get; init; }

    public ImmutableArray<ManifestObject> Objects { get; init; } = [];

    public UnreadableObject? Problem { get; init; }
}
