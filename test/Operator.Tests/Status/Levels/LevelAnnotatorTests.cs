using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Levels;
using AiGateway.Operator.Tests.Publish;

namespace AiGateway.Operator.Tests.Status.Levels;

public sealed class LevelAnnotatorTests
{
    private static readonly KubeError Gone = new() { Code = 404, Reason = "NotFound", Message = "" };
    private readonly ManualTime _time = new();
    private readonly List<string> _written = [];
    private readonly LevelAnnotator _annotator;
    private KubeError? _refusal;

    public LevelAnnotatorTests() => _annotator = new((pod, word, _) =>
    {
        _written.Add($"{pod.Metadata.Name}={word}");
        return Task.FromResult(_refusal);
    }, _time);

    [Theory]
    //          what the pod says, what its sidecar says, what is written
    [InlineData("", "Redirected", "a=Redirected")]
    [InlineData("", "Cooperative", "a=Cooperative")]
    [InlineData("Redirected", "Redirected", "")]
    [InlineData("Redirected", "Cooperative", "a=Cooperative")]
    [InlineData("Cooperative", "Redirected", "a=Redirected")]
    [InlineData("anything", "Redirected", "a=Redirected")]
    [InlineData("Redirected", "silent", "a=Cooperative")]
    [InlineData("Redirected", "just-come", "")]
    [InlineData("Redirected", "away", "")]
    [InlineData("", "away", "")]
    [InlineData("", "bare", "")]
    [InlineData("Redirected", "bare", "a=None")]
    [InlineData("", "ending", "")]
    public async Task Write_OnePod_WritesWhatWasMeasuredWhereThePodSaysOtherwise(string said, string measured, string written)
    {
        await _annotator.WriteAsync(Look(Pod("a", said, measured), Sidecar("a", measured)), TestContext.Current.CancellationToken);

        Assert.Equal(written, string.Join(' ', _written));
    }

    [Fact]
    public async Task Write_TheWatchHasNotComeBack_WritesOnce()
    {
        var look = Look(Pod("a", "", "Redirected"), Sidecar("a", "Redirected"));
        await _annotator.WriteAsync(look, TestContext.Current.CancellationToken);
        await _annotator.WriteAsync(look with { Now = look.Now.AddSeconds(59) }, TestContext.Current.CancellationToken);
        Assert.Single(_written);

        await _annotator.WriteAsync(look with { Now = look.Now.AddSeconds(60) }, TestContext.Current.CancellationToken);

        Assert.Equal(2, _written.Count);
    }

    [Fact]
    public async Task Write_TheLevelFallsBeforeTheWatchComesBack_WritesTheNewOne()
    {
        var pod = Pod("a", "", "Redirected");
        await _annotator.WriteAsync(Look(pod, Sidecar("a", "Redirected")), TestContext.Current.CancellationToken);

        await _annotator.WriteAsync(Look(pod, Sidecar("a", "Cooperative")), TestContext.Current.CancellationToken);

        Assert.Equal(["a=Redirected", "a=Cooperative"], _written);
    }

    [Fact]
    public async Task Write_ManyPods_WritesTenASecond()
    {
        var turn = StatusGiven.Turn([.. Enumerable.Range(0, 35).Select(number => StatusGiven.Pod($"p{number}"))]);
        var look = StatusGiven.Look(turn, [.. Enumerable.Range(0, 35).Select(number => Sidecar($"p{number}", "Redirected")!)]);
        List<int> after = [];

        for (var second = 0; second < 5; second++)
        {
            await _annotator.WriteAsync(look, TestContext.Current.CancellationToken);
            after.Add(_written.Count);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([10, 20, 30, 35, 35], after);
        Assert.Equal(35, _written.Distinct().Count());
    }

    [Fact]
    public async Task Write_PodIsGoneOrAnother_IsNoFailure()
    {
        var look = Look(Pod("a", "", "Redirected"), Sidecar("a", "Redirected"));
        _refusal = Gone;
        Assert.Empty(await _annotator.WriteAsync(look, TestContext.Current.CancellationToken));
        _refusal = Gone with { Code = 409 };
        Assert.Empty(await _annotator.WriteAsync(look with { Now = look.Now.AddMinutes(1) }, TestContext.Current.CancellationToken));

        _refusal = Gone with { Code = 403 };

        Assert.Equal(403, Assert.Single(await _annotator.WriteAsync(look with { Now = look.Now.AddMinutes(2) }, TestContext.Current.CancellationToken)).Code);
    }

    private static Look Look(Pod pod, SidecarState? sidecar) => StatusGiven.Look(StatusGiven.Turn(pod), sidecar is null ? [] : [sidecar]);

    private static Pod Pod(string name, string said, string measured)
    {
        var pod = StatusGiven.Pod(name, injected: measured != "bare");
        var metadata = said.Length == 0 ? pod.Metadata : pod.Metadata with { Annotations = pod.Metadata.Annotations.Add(Group.EnforcementAnnotation, said) };
        return pod with { Metadata = metadata with { DeletionTimestamp = measured == "ending" ? StatusGiven.Now : null } };
    }

    private static SidecarState? Sidecar(string pod, string measured) => measured switch
    {
        "away" or "bare" => null,
        "silent" => StatusGiven.Sidecar(pod),
        "just-come" => StatusGiven.Sidecar(pod) with { Since = StatusGiven.Now },
        "ending" => StatusGiven.Sidecar(pod) with { Enforcement = new() { Level = EnforcementLevel.Redirected } },
        _ => StatusGiven.Sidecar(pod) with { Enforcement = new() { Level = Enum.Parse<EnforcementLevel>(measured) } },
    };
}
