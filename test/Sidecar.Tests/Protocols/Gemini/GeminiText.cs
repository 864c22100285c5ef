using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols.Gemini;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

/// <summary>Reads and writes Gemini's words in one line.</summary>
internal static class GeminiText
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static GeminiFormat Format { get; } = new();

    public static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    public static Conversation Read(string request) => Format.ReadRequest(Json(request));

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, s_options)) write(json);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    public static string Write(Conversation conversation, out Losses losses)
    {
        var lost = new Losses();
        var text = Write(json => Format.WriteRequest(conversation, json, lost));
        losses = lost;
        return text;
    }

    /// <summary>A request read and written again, for a model.</summary>
    public static string Again(string request, out Losses losses, string model = "gemini-2.5-flash")
    {
        var conversation = Read(request);
        conversation.Model = model;
        return Write(conversation, out losses);
    }

    public static string Again(string answer) => Write(json => Format.WriteAnswer(Format.ReadAnswer(Json(answer)), json));

    /// <summary>Events read and written again; a stream that was cut ends with "cut".</summary>
    public static string Stream(params string[] events)
    {
        var (reader, writer) = (Format.NewDeltaReader(), Format.NewDeltaWriter(new()));
        var frames = new ArrayBufferWriter<byte>();
        var deltas = new List<Delta>();
        foreach (var data in events)
        {
            deltas.Clear();
            reader.Read(new() { Name = "", Data = Json(data) }, deltas);
            foreach (var delta in deltas) writer.Write(delta, frames);
        }

        deltas.Clear();
        var whole = reader.Finish(deltas);
        foreach (var delta in deltas) writer.Write(delta, frames);
        return Encoding.UTF8.GetString(frames.WrittenSpan) + (whole ? "" : "cut");
    }
}
