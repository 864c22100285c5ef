using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;
using AiGateway.Operator.Tests.Publish;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Status;

public sealed class StatusLoopTests
{
    private readonly ManualTime _time = new();
    private readonly SidecarBoard _sidecars;
    private readonly CountingSink _sink = new();

    public StatusLoopTests() => _sidecars = new SidecarBoard(_time);

    [Fact]
    public async Task Loop_AThousandAcknowledgements_BecomeAFewWrites()
    {
        var pods = Enumerable.Range(0, 1000).Select(number => StatusGiven.Pod($"p{number}")).ToArray();
        using var loop = Loop(StatusGiven.Turn(pods), () => true);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => _sink.Writes.Count == 1, "the first status is written");

        foreach (var pod in pods) _sidecars.Tell(SidecarBoard.Here, StatusGiven.Sidecar(pod.Metadata.Name));
        await Eventually.HoldsAsync(() => Passed() && _sink.Writes[^1].Status.Sidecars!.Summary == "1000/1000", "the last status is written");

        Assert.InRange(_sink.Writes.Count, 2, 4);
        await loop.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Loop_NotTheLeader_WritesNothingUntilItLeads()
    {
        var leads = false;
        var asked = 0;
        using var loop = Loop(StatusGiven.Turn(StatusGiven.Pod("a")), () => { asked++; return leads; });
        await loop.StartAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => Passed() && asked > 3, "it looked several times");
        Assert.Empty(_sink.Writes);

        leads = true;

        await Eventually.HoldsAsync(() => Passed() && _sink.Writes.Count == 1, "the new leader writes");
        await loop.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Write_ObjectAlreadySaysSo_WritesNothing()
    {
        var turn = StatusGiven.Turn(policy => policy with { Status = StatusGiven.Status(StatusGiven.Turn()) });

        await new StatusWriter(_sink, _sidecars, _time).WriteAsync(turn, TestContext.Current.CancellationToken);

        Assert.Empty(_sink.Writes);
    }

    [Fact]
    public async Task Write_Refused_IsTriedAgain()
    {
        var writer = new StatusWriter(_sink, _sidecars, _time);
        _sink.Refuses = true;
        await writer.WriteAsync(StatusGiven.Turn(), TestContext.Current.CancellationToken);
        _sink.Refuses = false;

        await writer.WriteAsync(StatusGiven.Turn(), TestContext.Current.CancellationToken);
        await writer.WriteAsync(StatusGiven.Turn(), TestContext.Current.CancellationToken);

        Assert.Equal(2, _sink.Writes.Count);
    }

    [Fact]
    public async Task Events_SkipAndRefusal_AreToldOnce()
    {
        var told = new List<KubeEvent>();
        var recorder = new EventRecorder(_sidecars, (value, _) => { told.Add(value); return Task.CompletedTask; }, _time);
        var skipped = StatusGiven.Pod("a", injected: false);
        skipped = skipped with
        {
            Metadata = skipped.Metadata with { Annotations = skipped.Metadata.Annotations.Add("aigateway.dev/inject-skipped", "host_network: why"), CreationTimestamp = _time.GetUtcNow() },
        };
        var turn = StatusGiven.Turn(skipped, StatusGiven.Pod("b"));
        _sidecars.Tell(SidecarBoard.Here, StatusGiven.Sidecar("b", nack: new() { Revision = "r", Reason = "Invalid", Message = "routes[0]" }));

        await recorder.RecordAsync(turn, TestContext.Current.CancellationToken);
        await recorder.RecordAsync(turn, TestContext.Current.CancellationToken);

        Assert.Equal(
            [("a", StatusReasons.InjectionSkipped, "host_network: why"), ("b", StatusReasons.BundleRefused, "Invalid: routes[0]")],
            told.Select(value => (value.Regarding.Name, value.Reason, value.Note)));
    }

    private StatusLoop Loop(Turn turn, Func<bool> leads)
    {
        var never = new TaskCompletionSource();
        var options = new StatusLoopOptions { Latest = () => turn, Turned = () => never.Task, Leads = leads, Time = _time };
        var events = new EventRecorder(_sidecars, (_, _) => Task.CompletedTask, _time);
        return new StatusLoop(new StatusWriter(_sink, _sidecars, _time), events, _sidecars, options, NullLogger<StatusLoop>.Instance);
    }

    private bool Passed()
    {
        _time.Advance(StatusLoop.Spacing);
        return true;
    }
}
