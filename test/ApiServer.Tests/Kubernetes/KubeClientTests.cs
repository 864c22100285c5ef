using System.Text;
using AiGateway.ControlPlane;
using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>Every verb of the client against a real API server.</summary>
public sealed class KubeClientTests(ApiServerFixture server) : IAsyncLifetime
{
    private static readonly ApplyOptions Ours = new() { FieldManager = "ours" };

    private string space = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        space = await server.NewNamespaceAsync(Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_WhereThereIsNone_IsNull() => Assert.Null(await server.Client.GetAsync(Kinds.ConfigMaps, new(space, "none"), Token));

    [Fact]
    public async Task Get_OfAnObjectWithoutLabelsOrData_HasEmptyOnesAndNoNulls()
    {
        await CreateAsync("bare");

        var read = await server.Client.GetAsync(Kinds.ConfigMaps, new(space, "bare"), Token);

        Assert.NotNull(read);
        Assert.Empty(read.Metadata.Labels);
        Assert.Empty(read.Metadata.Annotations);
        Assert.Empty(read.Metadata.OwnerReferences);
        Assert.Empty(read.Data);
        Assert.Equal("ConfigMap", read.Kind);
        Assert.NotEqual("", read.Metadata.Uid);
    }

    [Fact]
    public async Task Create_Twice_ConflictsAsAValue()
    {
        await CreateAsync("one");

        var again = await server.Client.CreateAsync(Kinds.ConfigMaps, Map("one"), Token);

        Assert.True(again.Failed(out var error, out _));
        Assert.Equal((409, "AlreadyExists"), (error.Code, error.Reason));
    }

    [Fact]
    public async Task Replace_OfAnOlderVersion_ConflictsAsAValue()
    {
        var first = await CreateAsync("one");
        var second = await server.Client.ReplaceAsync(Kinds.ConfigMaps, first with { Data = first.Data.SetItem("a", "2") }, Token);

        var stale = await server.Client.ReplaceAsync(Kinds.ConfigMaps, first with { Data = first.Data.SetItem("a", "3") }, Token);

        Assert.Equal("2", second.ValueOrThrow().Data["a"]);
        Assert.True(stale.Failed(out var error, out _));
        Assert.True(error.IsConflict);
    }

    [Fact]
    public async Task Delete_SaysWhetherThereWasOne()
    {
        await CreateAsync("one");

        Assert.True(await server.Client.DeleteAsync(Kinds.ConfigMaps, new(space, "one"), Token));
        Assert.False(await server.Client.DeleteAsync(Kinds.ConfigMaps, new(space, "one"), Token));
    }

    [Fact]
    public async Task List_InPages_HasEveryObjectOnce()
    {
        for (var i = 0; i < 7; i++) await CreateAsync($"n{i}");

        var list = await server.Client.ListAsync(Kinds.ConfigMaps, new() { Namespace = space, PageSize = 2 }, Token);

        Assert.Equal(["n0", "n1", "n2", "n3", "n4", "n5", "n6"], list.Items.Select(item => item.Metadata.Name).Where(name => name.StartsWith('n')));
        Assert.All(list.Items, item => Assert.Equal("ConfigMap", item.Kind));
        Assert.True(ulong.Parse(list.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture) > 0);
    }

    [Fact]
    public async Task List_WithALabelSelector_HasOnlyThose()
    {
        await CreateAsync("other");
        var labelled = Map("labelled");
        labelled = labelled with { Metadata = labelled.Metadata with { Labels = labelled.Metadata.Labels.Add("aigateway.dev/credential", "true") } };
        (await server.Client.CreateAsync(Kinds.ConfigMaps, labelled, Token)).ValueOrThrow();

        var list = await server.Client.ListAsync(Kinds.ConfigMaps, new() { Namespace = space, LabelSelector = "aigateway.dev/credential=true" }, Token);

        Assert.Equal("labelled", Assert.Single(list.Items).Metadata.Name);
    }

    [Fact]
    public async Task Watch_TellsEachChangeAfterTheVersionInOrder()
    {
        var first = await CreateAsync("one");
        await server.Client.ReplaceAsync(Kinds.ConfigMaps, first with { Data = first.Data.SetItem("a", "2") }, Token);
        await server.Client.DeleteAsync(Kinds.ConfigMaps, new(space, "one"), Token);
        await CreateAsync("two");

        var seen = new List<string>();
        var options = new WatchOptions { ResourceVersion = first.Metadata.ResourceVersion, Timeout = TimeSpan.FromSeconds(60) };
        await foreach (var change in server.Client.WatchAsync(Kinds.ConfigMaps, new() { Namespace = space }, options, Token))
        {
            if (change.Type == WatchEventType.Bookmark) continue;
            seen.Add($"{change.Type} {change.Object!.Metadata.Name}");
            if (seen.Count == 3) break;
        }

        Assert.Equal(["Modified one", "Deleted one", "Added two"], seen);
    }

    [Fact]
    public async Task Watch_EndsQuietlyWhenItsTimeIsOver()
    {
        var first = await CreateAsync("one");
        var options = new WatchOptions { ResourceVersion = first.Metadata.ResourceVersion, Timeout = TimeSpan.FromSeconds(1) };

        var changes = await server.Client.WatchAsync(Kinds.ConfigMaps, new() { Namespace = space }, options, Token).CountAsync(Token);

        Assert.InRange(changes, 0, 1);
    }

    [Fact]
    public async Task Apply_CreatesThenChangesThenPrunesItsOwnFields()
    {
        var created = (await ApplyAsync("applied", """{"a":"1","b":"1"}""", Ours)).ValueOrThrow();
        var changed = (await ApplyAsync("applied", """{"a":"2"}""", Ours)).ValueOrThrow();

        Assert.Equal(2, created.Data.Count);
        Assert.Equal("2", Assert.Single(changed.Data).Value);
        var read = await server.Client.GetAsync(Kinds.ConfigMaps, new(space, "applied"), Token);
        Assert.Equal(changed.Metadata.ResourceVersion, read!.Metadata.ResourceVersion);
        Assert.Equal("2", Assert.Single(read.Data).Value);
    }

    [Fact]
    public async Task Apply_OfAnothersField_ConflictsAsAValueUnlessForced()
    {
        await ApplyAsync("shared", """{"a":"theirs"}""", new() { FieldManager = "theirs" });

        var refused = await ApplyAsync("shared", """{"a":"ours"}""", Ours);
        var forced = await ApplyAsync("shared", """{"a":"ours"}""", Ours with { Force = true });

        Assert.True(refused.Failed(out var error, out _));
        Assert.True(error.IsConflict);
        Assert.Contains("theirs", error.Message, StringComparison.Ordinal);
        Assert.Equal("ours", forced.ValueOrThrow().Data["a"]);
    }

    [Fact]
    public async Task Apply_AsADryRun_ChangesNothing()
    {
        var answer = await ApplyAsync("dry", """{"a":"1"}""", Ours with { DryRun = true });

        Assert.Equal("1", answer.ValueOrThrow().Data["a"]);
        Assert.Null(await server.Client.GetAsync(Kinds.ConfigMaps, new(space, "dry"), Token));
    }

    [Fact]
    public async Task ApplyStatus_ChangesTheStatusAndLeavesTheSpec()
    {
        (await server.Client.CreateAsync(Kinds.Pods, Pods.Minimal(space, "pod"), Token)).Failed(out var error, out _);
        Assert.Null(error);
        var status = Encoding.UTF8.GetBytes("""{"apiVersion":"v1","kind":"Pod","status":{"phase":"Running"}}""");

        var applied = (await server.Client.ApplyStatusAsync(Kinds.Pods, new(space, "pod"), status, Ours with { Force = true }, Token)).ValueOrThrow();

        Assert.Equal("Running", applied.Status.Phase);
        Assert.Equal("main", Assert.Single(applied.Spec.Containers).Name);
    }

    [Fact]
    public async Task Create_OfABadSecret_IsRefusedWithoutQuotingIt()
    {
        var secret = new Secret { Metadata = new() { Namespace = space, Name = "bad" } };
        secret = secret with { Data = secret.Data.Add("key", "sk-not-base64-!!!") };

        var refused = await server.Client.CreateAsync(Kinds.Secrets, secret, Token);

        Assert.True(refused.Failed(out var error, out _));
        Assert.Equal(400, error.Code);
        Assert.DoesNotContain("sk-not", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task CreateEvent_StandsAtTheObjectWithItsNote()
    {
        var about = await CreateAsync("about");

        var made = await server.Client.CreateEventAsync(new KubeEvent
        {
            Regarding = new() { ApiVersion = "v1", Kind = "ConfigMap", Namespace = space, Name = "about", Uid = about.Metadata.Uid },
            Action = "Compile",
            Reason = "Tested",
            Note = new string('é', 900),
            ReportingController = "aigateway.dev/operator",
            ReportingInstance = "operator-0",
        }, Token);

        var list = await server.Client.ListAsync(Kinds.Events, new() { Namespace = space }, Token);
        Assert.Equal("Tested", made.ValueOrThrow().Reason);
        Assert.Equal(about.Metadata.Uid, Assert.Single(list.Items).Regarding.Uid);
        Assert.Equal(new string('é', 500), list.Items[0].Note);
    }

    [Fact]
    public async Task ServerVersion_IsANumber()
    {
        var version = await server.Client.ServerVersionAsync(Token);

        Assert.True(version.IsAtLeast(1, 16));
        Assert.False(version.IsAtLeast(2, 0));
        Assert.StartsWith("v1.", version.GitVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbs_WithoutRights_AreRefusedAndNamed()
    {
        using var transport = new KubeTransport(server.Config(server.Port) with { ClientCertificate = null, Token = "nonsense" }, new(), TimeProvider.System);
        var stranger = new KubeClient(transport, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<KubeException>(() => stranger.ListAsync(Kinds.Secrets, new(), Token));

        Assert.Equal(401, refused.Error.Code);
    }

    [Fact]
    public async Task KubeConfigFile_ReadsAndReaches()
    {
        using var transport = new KubeTransport(KubeConfigFile.Read(server.KubeConfigFile), new(), TimeProvider.System);

        Assert.NotNull(await new KubeClient(transport, TimeProvider.System).GetAsync(Kinds.Namespaces, new("", "default"), Token));
    }

    [Fact]
    public async Task Trust_InAnotherAuthority_RefusesTheServer()
    {
        var folder = Directory.CreateTempSubdirectory("aigateway-ca-").FullName;
        try
        {
            using var other = new ClusterCertificates(folder);
            using var transport = new KubeTransport(server.Config(server.Port) with { AuthorityFile = other.AuthorityFile }, new(), TimeProvider.System);

            await Assert.ThrowsAsync<HttpRequestException>(() => new KubeClient(transport, TimeProvider.System).ServerVersionAsync(Token));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ConfigMap Map(string name, string space) => new() { Metadata = new() { Namespace = space, Name = name } };

    private ConfigMap Map(string name) => Map(name, space);

    private async Task<ConfigMap> CreateAsync(string name) => (await server.Client.CreateAsync(Kinds.ConfigMaps, Map(name), Token)).ValueOrThrow();

    private Task<KubeResult<ConfigMap>> ApplyAsync(string name, string data, ApplyOptions options)
    {
        var json = $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{name}}","namespace":"{{space}}"},"data":{{data}}}""";
        return server.Client.ApplyAsync(Kinds.ConfigMaps, new(space, name), Encoding.UTF8.GetBytes(json), options, Token);
    }
}
