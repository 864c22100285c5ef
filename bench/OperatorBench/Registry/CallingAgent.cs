using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.OperatorBench.Registry;

/// <summary>One agent's sidecar, which reports each period that its agent called again.</summary>
internal sealed class CallingAgent(Uri operatorAddress, int agent, string token)
{
    private readonly string _epoch = $"{agent:x16}";
    private readonly StreamClient _stream = new(operatorAddress, token, $"{agent:x16}");
    private int _calls;

    /// <summary>Holds the stream; its end is a failure.</summary>
    public Task RunAsync(CancellationToken cancellationToken) => _stream.RunAsync(() => { }, cancellationToken);

    /// <summary>Says that one more call was made of each thing.</summary>
    public async Task CallAsync(CancellationToken cancellationToken)
    {
        _calls++;
        await _stream.SayAsync(new Envelope
        {
            Type = EnvelopeTypes.Report,
            Report = new() { Epoch = _epoch, Sequence = _calls, Calls = _calls * RegistrySize.Things, InputTokens = _calls * 1000, OutputTokens = _calls * 100, CostNanos = _calls * 1234L },
        }, cancellationToken);
        await _stream.SayAsync(new Envelope { Type = EnvelopeTypes.Used, Used = new() { Epoch = _epoch, Sequence = _calls, Things = Things() } }, cancellationToken);
    }

    private ImmutableArray<UsedThing> Things() =>
    [
        .. Enumerable.Range(0, RegistrySize.Things).Select(index => new UsedThing
        {
            Kind = index % 2 == 0 ? UsedKind.Model : UsedKind.Tool, Name = index % 2 == 0 ? $"vendor/model-{index}" : $"server-{index}/tool-with-a-name-{index}", Used = _calls, At = DateTimeOffset.UtcNow,
        }),
    ];
}
