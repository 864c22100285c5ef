using System.Buffers;
using System.Text;
using AiGateway.Sidecar.Protocols;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>The usage read out of a passing answer, and out of a stream of 200 events.</summary>
[MemoryDiagnoser]
public class UsageTapBenchmark
{
    private static readonly byte[] s_answer = Encoding.UTF8.GetBytes($$$"""{"id":"c","choices":[{"index":0,"message":{"role":"assistant","content":"{{{new string('w', 200)}}} \"quoted\""}}],"usage":{"prompt_tokens":210,"completion_tokens":31,"total_tokens":241}}""");

    private static readonly ReadOnlySequence<byte>[] s_events =
    [
        .. Enumerable.Repeat(Event("""{"id":"c","choices":[{"index":0,"delta":{"content":"word "},"finish_reason":null}]}"""), 199),
        Event("""{"id":"c","choices":[],"usage":{"prompt_tokens":120,"completion_tokens":200,"total_tokens":320}}"""),
    ];

    [Benchmark]
    public long Answer()
    {
        var tap = new UsageTap(1024, withholdUsageChunk: false);
        tap.OnBytes(s_answer);
        return tap.Usage.Input;
    }

    [Benchmark]
    public long Stream()
    {
        var tap = new UsageTap(1024, withholdUsageChunk: true);
        foreach (var item in s_events)
        {
            var bytes = item;
            tap.OnEvent(ref bytes);
        }

        return tap.Usage.Input;
    }

    private static ReadOnlySequence<byte> Event(string data) => new(Encoding.UTF8.GetBytes($"data: {data}\n\n"));
}
