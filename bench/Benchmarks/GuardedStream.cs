using System.Buffers;
using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;

namespace AiGateway.Benchmarks;

/// <summary>A chat completion's stream of 200 events, one word each, with an e-mail address in it that is masked.</summary>
internal static class GuardedStream
{
    public const int Events = 200;

    public static ReadOnlySequence<byte>[] Frames { get; } =
    [
        .. GuardedText.Words(Events - 2).Select((word, index) => Frame(index == 90 ? "ada@example.com " : word, "null")),
        Frame("", "\"stop\""),
        new("data: [DONE]\n\n"u8.ToArray()),
    ];

    /// <summary>Takes the whole stream through a guard; tells each event's ticks where they are asked for, the first one's with the making of the guard.</summary>
    public static long Run(GuardPlan plan, Func<long>? clock = null, long[]? ticks = null)
    {
        var start = clock?.Invoke() ?? 0;
        using var guard = FrameGuard.Of(new GuardSession(plan), WireFormat.OpenAiChat, isBinary: false) ?? throw new InvalidOperationException("nothing looks at the stream");
        var length = 0L;
        for (var index = 0; index < Frames.Length; index++)
        {
            var bytes = Frames[index];
            var before = index == 0 ? start : clock?.Invoke() ?? 0;
            if (guard.OnFrame(ref bytes) != FilterVerdict.Pass) throw new InvalidOperationException("the stream was cut");
            if (ticks is not null) ticks[index] = clock!() - before;
            length += bytes.Length;
        }

        return length;
    }

    private static ReadOnlySequence<byte> Frame(string text, string finish) => new(Encoding.UTF8.GetBytes(
        $$$"""data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,"model":"fast","choices":[{"index":0,"delta":{"content":"{{{JsonEncodedText.Encode(text)}}}"},"finish_reason":{{{finish}}}}]}""" + "\n\n"));
}
