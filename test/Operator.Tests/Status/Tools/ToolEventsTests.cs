using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Status;

namespace AiGateway.Operator.Tests.Status.Tools;

public sealed class ToolEventsTests
{
    private static readonly string Read = ToolsGiven.Pin("read");
    private static readonly string Write = ToolsGiven.Pin("write");

    private readonly ToolsGiven _given = new();
    private readonly List<KubeEvent> _told = [];
    private readonly EventRecorder _recorder;

    public ToolEventsTests() => _recorder = new(_given.Sidecars, (value, _) => { _told.Add(value); return Task.CompletedTask; }, _given.Time);

    [Fact]
    public async Task Event_DriftAppears_NamesTheToolsOnTheServer()
    {
        await LookAsync(_given.Approve("git", ToolsGiven.Pin("read", "before")).Hear("a", _given.Saw("git", Read, Write)));

        var told = Assert.Single(_told);
        Assert.Equal((StatusReasons.ToolDrift, "Warning"), (told.Reason, told.Type));
        Assert.Equal(("McpServer", "team", "git", "uid-git"), (told.Regarding.Kind, told.Regarding.Namespace, told.Regarding.Name, told.Regarding.Uid));
        Assert.Equal("not approved: \"read\" (Changed), \"write\" (New); see status.unapproved", told.Note);
    }

    [Fact]
    public async Task Event_DriftGrows_NamesWhatCame()
    {
        await LookAsync(_given.Hear("a", _given.Saw("git", Read)));
        _given.Time.Advance(TimeSpan.FromSeconds(1));

        await LookAsync(_given.Hear("a", _given.Saw("git", Read, Write)));

        Assert.Equal("not approved: \"write\" (New); see status.unapproved", _told[^1].Note);
        Assert.Equal(2, _told.Count);
    }

    [Fact]
    public async Task Event_DriftStaysOrShrinks_IsNotToldAgain()
    {
        await LookAsync(_given.Hear("a", _given.Saw("git", Read, Write)));

        await LookAsync(_given);
        await LookAsync(_given.Approve("git", Read));
        await LookAsync(_given.ChangeLeader());

        Assert.Single(_told);
    }

    [Fact]
    public async Task Event_EverythingIsApproved_SaysSo()
    {
        await LookAsync(_given.Hear("a", _given.Saw("git", Read)));

        await LookAsync(_given.Approve("git", Read));

        Assert.Equal((StatusReasons.ToolsApproved, "Normal"), (_told[^1].Reason, _told[^1].Type));
    }

    [Fact]
    public async Task Event_PinningIsSwitchedOff_IsNoApproval()
    {
        await LookAsync(_given.Hear("a", _given.Saw("git", Read)));

        await LookAsync(_given.Pinned(PinningMode.Off));

        Assert.Equal([StatusReasons.ToolDrift], _told.Select(told => told.Reason));
    }

    [Fact]
    public async Task Event_StatusWasRefused_IsToldWhenItStands()
    {
        _given.Sink.Refuses = true;
        await LookAsync(_given.Hear("a", _given.Saw("git", Read)));
        Assert.Empty(_told);

        _given.Servers = [ToolsGiven.Server("git")];
        _given.Sink.Refuses = false;
        await LookAsync(_given);

        Assert.Single(_told);
    }

    private async Task LookAsync(ToolsGiven given)
    {
        await given.LookAsync();
        await _recorder.RecordAsync(given.Changes, TestContext.Current.CancellationToken);
    }
}
