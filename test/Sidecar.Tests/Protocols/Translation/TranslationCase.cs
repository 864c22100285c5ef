using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Tests.Protocols.Translation;

/// <summary>
/// A folder <c>cases/&lt;caller&gt;-to-&lt;provider&gt;/&lt;name&gt;</c>: the caller's <c>request.json</c> and what becomes of it (<c>upstream.json</c>, <c>losses.txt</c>), and, where they are there, the
/// provider's <c>answer.json</c>, <c>stream.txt</c> and <c>error.json</c> and what becomes of them. A first line <c>kind: mistral</c> in <c>target.txt</c> names the provider's kind, a line
/// <c>model: name</c> its model.
/// </summary>
internal sealed class TranslationCase(string name)
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ConversationFormat Caller { get; } = CaseFormats.Of(name.Split('/')[0].Split("-to-")[0]);

    public ConversationFormat Provider { get; } = CaseFormats.Of(name.Split('/')[0].Split("-to-")[1]);

    public string? Read(string file) => File.Exists(PathOf(file)) ? File.ReadAllText(PathOf(file)) : null;

    public string PathOf(string file) => Path.Combine(Root(), name, file);

    /// <summary>The folder of all cases.</summary>
    public static string Folder { get; } = Root();

    public static string Root([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "cases");

    /// <summary>The caller's request, as it goes to the provider.</summary>
    public Conversation Asked()
    {
        var asked = Caller.ReadRequest(JsonDocument.Parse(Read("request.json")!).RootElement);
        foreach (var line in (Read("target.txt") ?? "").Split('\n'))
        {
            if (line.StartsWith("kind: ", StringComparison.Ordinal)) asked.ProviderKind = line["kind: ".Length..];
            if (line.StartsWith("model: ", StringComparison.Ordinal)) asked.Model = line["model: ".Length..];
            if (line == "stream") asked.Stream = true;
        }

        return asked;
    }

    /// <summary>What the provider gets, and what gets lost on the way: a line each, those that do no harm behind a <c>note:</c>.</summary>
    public (string Upstream, string Losses) Upstream()
    {
        var (asked, losses) = (Asked(), new Losses());
        var upstream = Written(json => Provider.WriteRequest(asked, json, losses));
        var lines = asked.Unknown.Concat(losses.Paths).Distinct(StringComparer.Ordinal).Concat(losses.Notes.Select(note => $"note: {note}"));
        return (upstream, string.Concat(lines.Select(line => line + "\n")));
    }

    public string Reply(string answer) => Written(json => Caller.WriteAnswer(Provider.ReadAnswer(JsonDocument.Parse(answer).RootElement), json));

    /// <summary>The frames that the caller gets; a provider that broke off leaves its mark.</summary>
    public string ReplyStream(string stream)
    {
        var (reader, writer) = (Provider.NewDeltaReader(), Caller.NewDeltaWriter(Asked()));
        var bytes = new ArrayBufferWriter<byte>();
        List<Delta> deltas = [];
        foreach (var frame in CaseStream.Frames(stream))
        {
            reader.Read(frame, deltas);
            Drain();
        }

        var whole = reader.Finish(deltas);
        Drain();
        return CaseStream.Show(writer.ContentType, bytes.WrittenSpan) + (whole ? "" : "(cut)\n");

        void Drain()
        {
            foreach (var delta in deltas) writer.Write(delta, bytes);
            deltas.Clear();
        }
    }

    /// <summary>What is understood of <c>{"status":...,"body":...}</c>: how it is written is no dialect's matter alone.</summary>
    public string ReplyError(string error)
    {
        var root = JsonDocument.Parse(error).RootElement;
        var read = Provider.ReadError(root.GetProperty("status").GetInt32(), root.GetProperty("body"));
        if (read is null) return "null\n";
        return Indented(JsonSerializer.SerializeToElement(new { kind = read.Kind.ToString(), read.Message, read.Code, read.Param, RetryAfter = read.RetryAfter?.TotalSeconds }));
    }

    private static string Written(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes)) write(json);
        return Indented(JsonDocument.Parse(bytes.WrittenMemory).RootElement);
    }

    private static string Indented(JsonElement element) => JsonSerializer.Serialize(element, s_indented) + "\n";
}
