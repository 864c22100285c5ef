using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AiGateway.Operator.Resources;

/// <summary>A list of objects in one JSON file, for who works without a cluster: replaced whole, so that a reader never sees half of it.</summary>
internal static class ListFile
{
    /// <exception cref="IOException">The folder or the file cannot be written.</exception>
    public static async Task WriteAsync<T>(string path, IEnumerable<T> items, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        var buffer = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartArray();
            foreach (var item in items) JsonSerializer.Serialize(json, item, type);
            json.WriteEndArray();
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path + ".new", buffer.WrittenMemory, cancellationToken);
        File.Move(path + ".new", path, overwrite: true);
    }
}
