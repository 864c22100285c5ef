using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Watch;
using AiGateway.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Operator.Tests.Watch;

public sealed class FolderSourceTests : IAsyncLifetime
{
    private const string Policy = """
        apiVersion: aigateway.dev/v1alpha1
        kind: AgentPolicy
        metadata: {name: agents, namespace: team-a}
        spec:
          podSelector: {matchLabels: {app: agent}}
          suspended: false
          models: {allow: [gpt-4o]}
        """;

    private const string Others = """
        apiVersion: v1
        kind: Secret
        metadata:
          name: openai
          namespace: team-a
          labels: {aigateway.dev/credential: "true"}
          annotations: {aigateway.dev/allowed-hosts: api.openai.com}
        stringData: {apiKey: sk-test}
        ---
        apiVersion: v1
        kind: Secret
        metadata: {name: closed, namespace: team-a}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: agent-0, namespace: team-a, labels: {app: agent}}
        spec: {containers: [{name: main, image: agent, resources: {limits: {cpu: 1}}}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: not-ours}
        ---
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("aigateway-folder-").FullName;
    private readonly ChangeSignal changes = new();
    private readonly CancellationTokenSource stopping = new();
    private FolderSource? source;
    private Task running = Task.CompletedTask;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Folder_WithManifests_BecomesAnInventory()
    {
        Write("policy.yaml", Policy);
        Write("sub/others.yml", Others);

        var inventory = await StartAsync();

        var policy = Assert.Single(inventory.Policies);
        Assert.Equal("gpt-4o", Assert.Single(policy.Spec.Models!.Allow));
        Assert.True(policy.Metadata.Generation > 1_500_000_000_000);
        Assert.Equal(36, policy.Metadata.Uid.Length);
        var secret = Assert.Single(inventory.Secrets);
        Assert.Equal("c2stdGVzdA==", secret.Data["apiKey"]);
        Assert.Equal("Running", Assert.Single(inventory.Pods).Status.Phase);
        Assert.Empty(inventory.Unreadable);
        Assert.All(inventory.Positions, position => Assert.Equal(position.Seen, position.Changed));
    }

    [Fact]
    public async Task Guardrail_IsReadStrictlyAndMovesItsOwnPositionAlone()
    {
        const string Text = "apiVersion: aigateway.dev/v1alpha1\nkind: Guardrail\nmetadata: {name: NAME}\nspec: {checks: [{type: secrets, on: [PLACE], action: Deny}]}\n";
        Write("policy.yaml", Policy);
        Write("guardrail.yaml", Text.Replace("PLACE", "input", StringComparison.Ordinal));
        Write("bad.yaml", Text.Replace("NAME", "bad", StringComparison.Ordinal));
        var before = await StartAsync();

        Assert.Equal([GuardPlace.Input], Assert.Single(before.Guardrails).Spec.Checks[0].Places);
        Assert.Equal(("Guardrail", "spec.checks[0].on[0]"), (Assert.Single(before.Unreadable).Kind, before.Unreadable[0].Field));
        Write("guardrail.yaml", Text.Replace("PLACE", "output", StringComparison.Ordinal));
        var after = await UntilAsync(inventory => inventory.Guardrails is [{ Spec.Checks: [{ Places: [GuardPlace.Output] }] }]);

        Assert.True(Changed(after, "Guardrail") > Changed(before, "Guardrail"));
        Assert.Equal(Changed(before, "AgentPolicy"), Changed(after, "AgentPolicy"));
    }

    [Fact]
    public async Task ToolServer_IsReadStrictlyAndMovesItsOwnPositionAlone()
    {
        Write("policy.yaml", Policy);
        Write("server.yaml", "apiVersion: aigateway.dev/v1alpha1\nkind: McpServer\nmetadata: {name: files}\nspec: {url: 'https://files.example/mcp', pinning: Warn}\n");
        Write("typo.yaml", "apiVersion: aigateway.dev/v1alpha1\nkind: McpServer\nmetadata: {name: typo}\nspec: {url: 'https://files.example/mcp', pining: Warn}\n");
        var before = await StartAsync();

        Assert.Equal("files", Assert.Single(before.McpServers).Metadata.Name);
        Assert.Equal(("McpServer", "spec.pining"), (Assert.Single(before.Unreadable).Kind, before.Unreadable[0].Field));
        Write("server.yaml", "apiVersion: aigateway.dev/v1alpha1\nkind: McpServer\nmetadata: {name: files}\nspec: {url: 'https://files.example/mcp', pinning: Block}\n");
        var after = await UntilAsync(inventory => inventory.McpServers is [{ Spec.Pinning: PinningMode.Block }]);

        Assert.True(Changed(after, "McpServer") > Changed(before, "McpServer"));
        Assert.Equal(Changed(before, "AgentPolicy"), Changed(after, "AgentPolicy"));
    }

    [Fact]
    public async Task Edit_OfASpec_GrowsGenerationAndVersionAndKeepsTheUid()
    {
        Write("policy.yaml", Policy);
        Write("others.yaml", Others);
        var before = await StartAsync();

        Write("policy.yaml", Policy.Replace("suspended: false", "suspended: true", StringComparison.Ordinal));
        var after = await UntilAsync(inventory => inventory.Policies is [{ Spec.Suspended: true }]);

        Assert.Equal(before.Policies[0].Metadata.Uid, after.Policies[0].Metadata.Uid);
        Assert.True(after.Policies[0].Metadata.Generation > before.Policies[0].Metadata.Generation);
        Assert.True(Changed(after, "AgentPolicy") > Changed(before, "AgentPolicy"));
        Assert.Equal(Changed(before, "Pod"), Changed(after, "Pod"));
        Assert.All(after.Positions, position => Assert.True(position.Seen >= position.Changed));
        Assert.Equal(before.Secrets[0].Metadata.ResourceVersion, after.Secrets[0].Metadata.ResourceVersion);
    }

    [Fact]
    public async Task Edit_OfALabelAlone_KeepsTheGeneration()
    {
        Write("policy.yaml", Policy);
        var before = await StartAsync();

        Write("policy.yaml", Policy.Replace("namespace: team-a}", "namespace: team-a, labels: {a: b}}", StringComparison.Ordinal));
        var after = await UntilAsync(inventory => inventory.Policies is [{ Metadata.Labels.Count: 1 }]);

        Assert.Equal(before.Policies[0].Metadata.Generation, after.Policies[0].Metadata.Generation);
        Assert.NotEqual(before.Policies[0].Metadata.ResourceVersion, after.Policies[0].Metadata.ResourceVersion);
    }

    [Fact]
    public async Task RemovedFile_RemovesItsObjects()
    {
        Write("policy.yaml", Policy);
        Write("others.yaml", Others);
        await StartAsync();

        File.Delete(Path.Combine(folder, "policy.yaml"));

        var after = await UntilAsync(inventory => inventory.Policies.IsEmpty);
        Assert.Single(after.Pods);
    }

    [Theory]
    [InlineData("apiVersion: aigateway.dev/v1alpha1\nkind: AgentPolicy\nspec: {podSel", "line 4")]
    [InlineData("a: 1\na: 2\n", "line 2")]
    [InlineData("", "line 1")]
    [InlineData("- a list\n", "line 1")]
    [InlineData("a: [\"unclosed\n", "line ")]
    public async Task HalfWrittenFile_KeepsWhatItSaidAndNamesTheLine(string text, string line)
    {
        Write("policy.yaml", Policy);
        await StartAsync();

        Write("policy.yaml", text);
        var broken = await UntilAsync(inventory => !inventory.Unreadable.IsEmpty);

        Assert.Single(broken.Policies);
        var problem = Assert.Single(broken.Unreadable);
        Assert.Equal(("File", "policy.yaml"), (problem.Kind, problem.Metadata.Name));
        Assert.StartsWith(line, problem.Field, StringComparison.Ordinal);

        Write("policy.yaml", Policy.Replace("gpt-4o", "o3", StringComparison.Ordinal));
        var mended = await UntilAsync(inventory => inventory.Unreadable.IsEmpty);
        Assert.Equal("o3", Assert.Single(mended.Policies[0].Spec.Models!.Allow));
    }

    [Fact]
    public async Task UnknownField_IsRefusedWithFileDocumentAndFieldAndDisturbsNoOther()
    {
        Write("all.yaml", Others + "\n" + Policy.Replace("suspended: false", "suspendd: false", StringComparison.Ordinal));

        var inventory = await StartAsync();

        Assert.Empty(inventory.Policies);
        Assert.Single(inventory.Pods);
        var problem = Assert.Single(inventory.Unreadable);
        Assert.Equal(("AgentPolicy", "team-a", "agents"), (problem.Kind, problem.Metadata.Namespace, problem.Metadata.Name));
        Assert.Equal("spec.suspendd", problem.Field);
        Assert.Contains("all.yaml, document 5", problem.Message, StringComparison.Ordinal);
        Assert.Equal("agent", problem.PodSelector!.MatchLabels["app"]);
    }

    [Fact]
    public async Task RefusedEdit_LeavesTheObjectAsItWas()
    {
        Write("policy.yaml", Policy);
        var before = await StartAsync();

        Write("policy.yaml", Policy.Replace("suspended: false", "suspended: sometimes", StringComparison.Ordinal));
        var after = await UntilAsync(inventory => !inventory.Unreadable.IsEmpty);

        Assert.Equal(before.Policies[0].Metadata.Generation, Assert.Single(after.Policies).Metadata.Generation);
        Assert.Equal("File", after.Unreadable[0].Kind);
        Assert.Contains("spec.suspended", after.Unreadable[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneObjectInTwoFiles_IsToldAndTheFirstCounts()
    {
        Write("a.yaml", Policy);
        Write("b.yaml", Policy.Replace("gpt-4o", "o3", StringComparison.Ordinal));

        var inventory = await StartAsync();

        Assert.Equal("gpt-4o", Assert.Single(Assert.Single(inventory.Policies).Spec.Models!.Allow));
        Assert.Contains("a.yaml, document 1", Assert.Single(inventory.Unreadable).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnknownKindOfOurGroup_AndASecretWithATypo_AreTold()
    {
        Write("a.yaml", "apiVersion: aigateway.dev/v1alpha1\nkind: Widget\nmetadata: {name: x}\n");
        Write("b.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: x}\nstringdata: {a: b}\n");

        var inventory = await StartAsync();

        Assert.Equal(["Widget kind", "Secret stringdata"], inventory.Unreadable.Select(problem => $"{problem.Kind} {problem.Field}"));
    }

    [Fact]
    public async Task Restart_WithTheSameFiles_KeepsUidAndGenerationAndMovesPositionsUp()
    {
        Write("policy.yaml", Policy);
        var first = await StartAsync();
        await stopping.CancelAsync();
        await running;

        var other = Make(new());
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var run = other.RunAsync(stop.Token);
        await Eventually.HoldsAsync(() => other.HasSynced, "the folder is read");
        await stop.CancelAsync();
        await run;

        var again = other.Take();
        Assert.Equal(first.Policies[0].Metadata.Uid, again.Policies[0].Metadata.Uid);
        Assert.Equal(first.Policies[0].Metadata.Generation, again.Policies[0].Metadata.Generation);
        Assert.True(Changed(again, "AgentPolicy") >= Changed(first, "AgentPolicy"));
    }

    private static ulong Changed(Inventory inventory, string kind) => inventory.Positions.Single(position => position.Kind == kind).Changed;

    /// <summary>In one step, as an editor does: nobody reads the half of it.</summary>
    private void Write(string name, string text)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path + ".new", text);
        File.Move(path + ".new", path, overwrite: true);
    }

    private FolderSource Make(ChangeSignal signal) =>
        new(new() { Folder = folder, OperatorNamespace = "aigateway-system" }, signal, TimeProvider.System, NullLogger<FolderSource>.Instance);

    private async Task<Inventory> StartAsync()
    {
        source = Make(changes);
        running = source.RunAsync(stopping.Token);
        return await UntilAsync(_ => source.HasSynced);
    }

    private async Task<Inventory> UntilAsync(Func<Inventory, bool> condition)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(Eventually.Bound);
        while (!condition(source!.Take())) await changes.WaitAsync(patience.Token);
        return source.Take();
    }
}
