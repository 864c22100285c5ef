using System.Text;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using BenchmarkDotNet.Attributes;

namespace AiGateway.Benchmarks;

/// <summary>A request taken into blocks and read once: JSON, repeated names, the model. What it allocates is a call's, whatever the body's size.</summary>
[MemoryDiagnoser]
public class RequestReaderBenchmark
{
    private const string Text = "Read the file \\\"src/app.ts\\\", line 12,\\n\\tand say what the function does with its arguments. ";
    private readonly BlockPool _pool = new(new() { ByteBudget = 64 << 20 });
    private byte[] _request = [];

    [Params(1, 100)]
    public int Kilobytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var turn = $",{{\"role\":\"user\",\"content\":\"{string.Concat(Enumerable.Repeat(Text, Kilobytes == 1 ? 3 : 24))}\"}}";
        var turns = string.Concat(Enumerable.Repeat(turn, Math.Max(1, Kilobytes * 1024 / turn.Length)));
        _request = Encoding.UTF8.GetBytes($"{{\"model\":\"fast\",\"messages\":[{{\"role\":\"system\",\"content\":\"You are an agent.\"}}{turns}]}}");
    }

    [Benchmark]
    public long Read()
    {
        var body = new Body(_pool);
        if (!body.TryAppend(_request)) throw new InvalidOperationException("the budget is spent");
        if (RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out _, out var chat)) throw new InvalidOperationException("the request was refused");
        var length = chat.ModelLength;
        body.Dispose();
        return length;
    }
}
