using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Guards.Json;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>A dialect as its providers speak it and its clients hear it: texts to frames, and frames to texts.</summary>
internal abstract class ScriptedDialect
{
    public abstract WireFormat Format { get; }

    public virtual bool IsBinary => false;

    /// <summary>All texts that a stream of it may have at the same time.</summary>
    public abstract Spoken[] Texts { get; }

    /// <summary>What comes before the first piece of any.</summary>
    public virtual IEnumerable<string> Begin() => [];

    /// <summary>What comes before the first piece of one.</summary>
    public virtual IEnumerable<string> Open(Spoken text) => [];

    /// <summary>The frame of one piece.</summary>
    public abstract string Piece(Spoken text, string piece);

    /// <summary>What ends all, the texts being whole.</summary>
    public abstract IEnumerable<string> End(IReadOnlyDictionary<Spoken, string> texts);

    /// <summary>What a client makes of a frame: the pieces, to be joined, and what is said whole, which must be what was joined.</summary>
    public abstract IEnumerable<(Spoken Text, string Said, bool IsWhole)> Hear(JsonElement frame);

    /// <summary>A frame's bytes.</summary>
    public virtual byte[] BytesOf(string frame) => Encoding.UTF8.GetBytes($"data: {frame}\n\n");

    /// <summary>A stream's bytes.</summary>
    public virtual byte[] Write(IEnumerable<string> frames) => [.. frames.SelectMany(BytesOf)];

    public FrameSplitter Splitter() => IsBinary ? new EventStreamSplitter() : new EventSplitter();

    /// <summary>The texts that a client has in the end.</summary>
    public Dictionary<Spoken, string> Join(byte[] stream)
    {
        Dictionary<Spoken, string> texts = [];
        foreach (var frame in FramesOf(stream))
        {
            foreach (var (text, said, isWhole) in Hear(frame))
            {
                if (isWhole) Assert.Equal(texts.GetValueOrDefault(text, ""), said);
                else texts[text] = texts.GetValueOrDefault(text, "") + said;
            }
        }

        return texts;
    }

    /// <summary>The JSON of a stream's frames.</summary>
    public List<JsonElement> FramesOf(byte[] stream)
    {
        List<JsonElement> frames = [];
        ReadOnlySequence<byte> rest = new(stream);
        var splitter = Splitter();
        while (!rest.IsEmpty && splitter.TryFindEnd(rest, out var length, out _))
        {
            if (FrameReader.Read(rest.Slice(0, length), splitter, out var data) is { IsDone: false }) frames.Add(data!.RootElement);
            rest = rest.Slice(length);
        }

        Assert.True(rest.IsEmpty);
        return frames;
    }

    /// <summary>A JSON string, half surrogates and all.</summary>
    protected static string Quote(string text) =>
        $"\"{string.Concat(text.Select(one => one is < ' ' or '"' or '\\' || char.IsSurrogate(one) ? $"\\u{(int)one:x4}" : one.ToString()))}\"";

    /// <summary>What a JSON string holds, half surrogates and all.</summary>
    protected static string Unquote(JsonElement value)
    {
        using var text = new CharBuffer();
        JsonStrings.Unescape(JsonMarshal.GetRawUtf8Value(value)[1..^1], text);
        return text.Written.ToString();
    }
}
