using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Approvals;
using AiGateway.Operator.Approvals;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Watch;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Approvals;

/// <summary>A human's word without a cluster: the question stands in a file, and a manifest in the folder decides it.</summary>
public sealed class FolderApprovalTests : IDisposable
{
    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: coder-0, namespace: team, uid: ignored}\nspec: {containers: [{name: agent, image: x}]}\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("approvals-").FullName;
    private readonly WordBoard _words = new(TimeProvider.System);
    private readonly Downlink _down = new(new(TimeProvider.System));
    private readonly ApprovalKeeper _keeper;
    private FolderState _state = new();

    public FolderApprovalTests()
    {
        Manifests(Pod);
        _keeper = new(new FolderApprovalSink(_folder, NullLogger<FolderApprovalSink>.Instance), _words, _down, new()
        {
            Latest = () => _state.ToInventory("aigateway") is var inventory ? (inventory, BundleCompiler.Compile(inventory)) : null,
            Turned = () => Task.Delay(Timeout.Infinite),
            Leads = () => true,
        }, NullLogger<ApprovalKeeper>.Instance);
    }

    public void Dispose()
    {
        _keeper.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("Approved", true, "Released")]
    [InlineData("Denied", false, "Denied")]
    public async Task Decide_ByAManifest_IsWrittenDownAndSaid(string decision, bool approved, string outcome)
    {
        var mail = Ask("q1");
        await KeepAsync();
        var asked = Standing();
        Assert.Equal(("Pending", "drop", "q1"), (Status(asked, "outcome"), Status(asked, "tool"), Status(asked, "question")));
        var name = asked.GetProperty("metadata").GetProperty("name").GetString()!;

        Manifests(Pod, Decision(name, decision));
        await KeepAsync();

        Assert.Equal(outcome, Status(Standing(), "outcome"));
        var verdict = Assert.Single(mail.Take().Single().Word.Verdicts!.Verdicts.AsEnumerable());
        Assert.Equal(("q1", approved, "as anna says"), (verdict.Id, verdict.Approved, verdict.Reason));
    }

    [Fact]
    public async Task Decide_ByAManifestForAnotherQuestion_ChangesNothing()
    {
        Ask("q1");
        Manifests(Pod, Decision("approval-0123456789abcdef", "Approved"));
        await KeepAsync();

        Assert.Equal("Pending", Status(Standing(), "outcome"));
    }

    [Fact]
    public async Task Decide_ManifestChangesAfterIt_TheFirstStands()
    {
        Ask("q1");
        await KeepAsync();
        var name = Standing().GetProperty("metadata").GetProperty("name").GetString()!;
        Manifests(Pod, Decision(name, "Denied"));
        await KeepAsync();

        Manifests(Pod, Decision(name, "Approved"));
        await KeepAsync();

        Assert.Equal("Denied", Status(Standing(), "outcome"));
    }

    private static string Decision(string name, string decision) =>
        $"apiVersion: aigateway.dev/v1alpha1\nkind: ApprovalRequest\nmetadata: {{name: {name}, namespace: team}}\nspec: {{decision: {decision}, reason: as anna says}}\n";

    private static string? Status(JsonElement request, string member) => request.GetProperty("status").GetProperty(member).GetString();

    private string PodUid => _state.ToInventory("aigateway").Pods.Single().Metadata.Uid;

    private void Manifests(params string[] texts)
    {
        var read = texts.SelectMany((text, at) => ManifestReader.Read($"{at}.yaml", DateTimeOffset.UnixEpoch, text)).ToImmutableArray();
        _state = _state.After(read, [], _state.Version + 1);
        Assert.Empty(_state.Problems);
    }

    /// <summary>A round that writes, and one that says what stands.</summary>
    private async Task KeepAsync()
    {
        await _keeper.KeepAsync(TestContext.Current.CancellationToken);
        await _keeper.KeepAsync(TestContext.Current.CancellationToken);
    }

    private JsonElement Standing() => JsonDocument.Parse(File.ReadAllBytes(Path.Combine(_folder, FolderApprovalSink.File))).RootElement.EnumerateArray().Single();

    private Mailbox Ask(string id)
    {
        var now = TimeProvider.System.GetUtcNow();
        var ask = new ApprovalAsk
        {
            Id = id, Server = "files", Tool = "drop", ArgumentsHash = new('a', 64), Preview = "{}", Rule = "team/base: mcp[files].tools.approve: drop", At = now, ExpiresAt = now.AddMinutes(15),
        };
        _words.Tell(SidecarBoard.Here, new() { PodUid = PodUid, Namespace = "team", Pod = "coder-0", Stream = "s", Epoch = "e1", Since = now }, new() { Type = EnvelopeTypes.Approvals, Approvals = new() { Epoch = "e1", Asks = [ask] } });
        return _down.OpenStream(PodUid);
    }
}
