using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.Responses;

/// <summary>Frames the events of a response's stream: each with its name, its type and its number.</summary>
internal sealed class ResponsesEvents
{
    private readonly Utf8JsonWriter _json = new(Stream.Null, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    private int _number;

    /// <summary>Begins an event; the writer stands within its object.</summary>
    public Utf8JsonWriter Begin(string type, IBufferWriter<byte> frames)
    {
        frames.Write("event: "u8);
        frames.Write(Encoding.ASCII.GetBytes(type));
        frames.Write("\ndata: "u8);
        _json.Reset(frames);
        _json.WriteStartObject();
        _json.WriteString("type", type);
        _json.WriteNumber("sequence_number", _number++);
        return _json;
    }

    public void End(IBufferWriter<byte> frames)
    {
        _json.WriteEndObject();
        _json.Flush();
        frames.Write("\n\n"u8);
    }
}
