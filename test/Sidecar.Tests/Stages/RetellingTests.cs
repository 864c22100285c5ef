using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Bedrock;
using AiGateway.Sidecar.Stages;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Protocols.Translation;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Stages;

/// <summary>Every golden stream, in whatever pieces the network brings it, becomes the same events, and the same usage.</summary>
public sealed class RetellingTests
{
    public static TheoryData<string> Cases =>
        [.. Directory.EnumerateFiles(TranslationCase.Folder, "stream.txt", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(TranslationCase.Folder, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Take_StreamInAnyPieces_TellsTheSame(string name)
    {
        var one = new TranslationCase(name);
        var bytes = BytesOf(one.Read("stream.txt")!);
        var whole = Tell(one, bytes, []);
        Assert.NotEmpty(whole.Frames);

        Prop.ForAll(Chunks.Sizes.ToArbitrary(), sizes => Assert.Equal(whole, Tell(one, bytes, sizes))).Check(Config.QuickThrowOnFailure.WithMaxTest(40));
    }

    [Fact]
    public void Take_ErrorBeforeAnythingWasTold_TellsNothing()
    {
        var one = new TranslationCase("anthropic-to-openai/" + Path.GetFileName(Directory.EnumerateDirectories(Path.Combine(TranslationCase.Folder, "anthropic-to-openai")).First()));
        using var retelling = new Retelling(new EventSplitter(), one.Provider.NewDeltaReader(), one.Caller.NewDeltaWriter(one.Asked()));
        using var held = new Body(Chunks.Pool());
        Assert.True(held.TryAppend("data: {\"error\":{\"message\":\"slow down\",\"type\":\"tokens\",\"param\":null,\"code\":\"rate_limit_exceeded\"}}\n\n"u8));

        Assert.False(retelling.Take(held));

        Assert.Equal(ErrorKind.RateLimit, retelling.Error!.Kind);
    }

    private static (string Frames, bool Whole, string? Error, Usage Usage) Tell(TranslationCase one, byte[] bytes, int[] sizes)
    {
        FrameSplitter splitter = bytes[0] == 0 ? new EventStreamSplitter() : new EventSplitter();
        using var retelling = new Retelling(splitter, one.Provider.NewDeltaReader(), one.Caller.NewDeltaWriter(one.Asked()));
        using var held = new Body(Chunks.Pool());
        using var told = new MemoryStream();
        var writer = PipeWriter.Create(told, new StreamPipeWriterOptions(leaveOpen: true));
        foreach (var piece in Chunks.Of(bytes, sizes))
        {
            Assert.True(held.TryAppend(piece.Span));
            retelling.Take(held);
            retelling.Flush(writer, guarded: null, out _);
        }

        retelling.Finish(held);
        retelling.Flush(writer, guarded: null, out _);
        writer.Complete();
        return (Convert.ToHexString(told.ToArray()), retelling.IsWhole, retelling.Error?.Message, retelling.UsageOf(400));
    }

    /// <summary>As the provider sends it: events as they stand, lines of JSON as binary messages.</summary>
    private static byte[] BytesOf(string stream)
    {
        if (!stream.StartsWith('{')) return Encoding.UTF8.GetBytes(stream);
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var line in stream.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var message = JsonDocument.Parse(line).RootElement;
            var isException = message.TryGetProperty("exception", out var name);
            EventStreamWriter.Write(bytes, (isException ? name : message.GetProperty("event")).GetString()!, Encoding.UTF8.GetBytes(message.GetProperty("data").GetRawText()), isException);
        }

        return bytes.WrittenSpan.ToArray();
    }
}
