using System.Text.Json;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One place where a route's calls can go.</summary>
internal sealed class Target
{
    public required Provider Provider { get; init; }

    /// <summary>The provider's name of the model; null passes the asked name on.</summary>
    public required string? Model { get; init; }

    /// <summary><see cref="Model"/> as a JSON string in UTF-8, with its quotes, ready to be spliced into a body; null where it is. Never written to.</summary>
    public required byte[]? ModelJson { get; init; }

    /// <summary>A name as a JSON string in UTF-8, with its quotes.</summary>
    public static byte[] ToJson(string model) => [(byte)'"', .. JsonEncodedText.Encode(model).EncodedUtf8Bytes, (byte)'"'];
}
