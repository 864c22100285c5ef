using System.Text.Json;

namespace AiGateway.Operator.Publish;

/// <summary>Reads and writes the lines between replicas.</summary>
internal static class RelayJson
{
    /// <summary>The line with its newline.</summary>
    public static byte[] Write(RelayLine line) => [.. JsonSerializer.SerializeToUtf8Bytes(line, RelayJsonContext.Default.RelayLine), (byte)'\n'];

    /// <summary>Reads one line without its newline.</summary>
    /// <exception cref="JsonException">The line is not one of ours.</exception>
    public static RelayLine Read(ReadOnlySpan<byte> utf8) =>
        JsonSerializer.Deserialize(utf8, RelayJsonContext.Default.RelayLine) ?? throw new JsonException("a line must be an object");
}
