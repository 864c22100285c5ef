using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Status;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.Operator.Tests.Status.Levels;

/// <summary>What is told of a pod as an Event when it is held less than was asked for, or less than it was.</summary>
public sealed class LevelEventTests
{
    private const string Foreign = "a process of the sidecar's user is not the sidecar";
    private readonly ManualTime _time = new();
    private readonly SidecarBoard _sidecars;
    private readonly EventRecorder _recorder;
    private readonly List<KubeEvent> _told = [];

    public LevelEventTests()
    {
        _sidecars = new(_time);
        _recorder = new(_sidecars, (value, _) => { _told.Add(value); return Task.CompletedTask; }, _time);
    }

    [Theory]
    [InlineData("Cooperative: privileged: Container 'x' is privileged.", "privileged: Container 'x' is privileged.")]
    [InlineData("Cooperative", null)]
    [InlineData("Redirected", null)]
    [InlineData("Redirected: Cooperative: x", null)]
    [InlineData("Cooperative:  ", null)]
    public async Task Record_PodInjectedForLess_IsToldOnceWithTheReason(string annotation, string? note)
    {
        var pod = StatusGiven.Pod("a");
        pod = pod with { Metadata = pod.Metadata with { Annotations = pod.Metadata.Annotations.Add("aigateway.dev/egress", annotation), CreationTimestamp = _time.GetUtcNow() } };

        await RecordAsync(StatusGiven.Turn(pod));
        await RecordAsync(StatusGiven.Turn(pod));

        Assert.Equal(note is null ? [] : [note], _told.Where(value => value.Reason == "EgressLowered").Select(value => value.Note));
    }

    [Theory]
    //          what the sidecar says one after the other, how many falls are told
    [InlineData("Redirected Cooperative", 1)]
    [InlineData("Redirected Redirected Cooperative Cooperative", 1)]
    [InlineData("Redirected none Cooperative", 1)]
    [InlineData("Redirected Cooperative Redirected Cooperative", 1)]
    [InlineData("Redirected none", 0)]
    [InlineData("Redirected none Redirected", 0)]
    [InlineData("Cooperative", 0)]
    [InlineData("Cooperative Redirected", 0)]
    [InlineData("none Cooperative", 0)]
    public async Task Record_MeasuredLevelFalls_WarnsOnThePod(string levels, int falls)
    {
        var turn = StatusGiven.Turn(StatusGiven.Pod("a"));
        foreach (var level in levels.Split(' '))
        {
            Enforcement? said = level == "none" ? null : new() { Level = Enum.Parse<EnforcementLevel>(level), Reason = level == "Cooperative" ? Foreign : null };
            _sidecars.Tell(SidecarBoard.Here, StatusGiven.Sidecar("a") with { Enforcement = said });
            await RecordAsync(turn);
        }

        var told = _told.Where(value => value.Reason == "EnforcementLowered").ToList();
        Assert.Equal(falls, told.Count);
        Assert.All(told, value => Assert.Equal(("Warning", "uid-a", $"Cooperative: {Foreign}"), (value.Type, value.Regarding.Uid, value.Note)));
    }

    private Task RecordAsync(Turn turn) => _recorder.RecordAsync(turn, TestContext.Current.CancellationToken);
}
