using System.Text;
using System.Text.Json;
using AiGateway.ControlPlane;
using AiGateway.Operator.Compile;
using AiGateway.Operator.Resources;

namespace AiGateway.ApiServer.Tests.Crds;

/// <summary>The generated CRDs in a real API server: what they accept, what they refuse and in which words, and what users see.</summary>
public sealed class CrdTests(ApiServerFixture server) : IAsyncLifetime
{
    private string space = "";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Good() => Manifest.Names("good");

    public static TheoryData<string> Bad() => Manifest.Names("bad");

    public static TheoryData<string> Rules() => Manifest.Names("rules");

    public static TheoryData<string> Unknown() => Manifest.Names("unknown");

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync(Token);
        await InstalledCrds.InstallAsync(server, Token);
        space = await server.NewNamespaceAsync(Token);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [MemberData(nameof(Good))]
    public async Task Apply_GoodManifest_IsAcceptedAndReadAsWritten(string name)
    {
        var answer = await Manifest.Read("good", name).ApplyAsync(server, space, Token);

        Assert.Null(answer.Error?.Message);
        Assert.Null(Unreadable(answer.Body)?.Message);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Apply_BadManifest_IsRefusedInTheseWords(string name)
    {
        var manifest = Manifest.Read("bad", name);

        var answer = await manifest.ApplyAsync(server, space, Token);

        Assert.NotNull(answer.Error);
        var words = Words(answer.Error.Message);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") manifest = manifest.Rewrite("bad", words);
        if (await IsOfTheFilesAsync()) Assert.Equal(manifest.Expected, words);
        else Assert.Contains(manifest.Expected.Split(':')[0].Split('.')[^1], words, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unknown))]
    public async Task Apply_UnknownField_IsRefusedByApplyAndPrunedByCreate(string name)
    {
        var manifest = Manifest.Read("unknown", name);

        var applied = await manifest.ApplyAsync(server, space, Token);
        var path = manifest.PathIn(space);
        var other = manifest.Text.Replace($"name: {name}", $"name: {name}-2", StringComparison.Ordinal);
        var created = await server.Transport.SendAsync(
            new() { Method = HttpMethod.Post, Path = path[..path.LastIndexOf('/')], Body = Encoding.UTF8.GetBytes(other), ContentType = "application/yaml" }, Token);

        // Older servers prune in an apply too.
        if (applied.Error is { } error) Assert.Contains(manifest.Expected, error.Message, StringComparison.Ordinal);
        else Assert.DoesNotContain("typo", Spec(applied.Body), StringComparison.Ordinal);
        Assert.DoesNotContain("typo", Spec(created.BodyOrThrow()), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task Apply_BrokenRule_IsSaidByServerOrCompilerInTheSameWords(string name)
    {
        var manifest = Manifest.Read("rules", name);
        var hasRules = (await server.Client.ServerVersionAsync(Token)).IsAtLeast(1, 25);

        var answer = await manifest.ApplyAsync(server, space, Token);

        if (hasRules)
        {
            Assert.Contains(manifest.Expected, answer.Error?.Message, StringComparison.Ordinal);
            return;
        }

        var report = Assert.Single(BundleCompiler.Compile(InventoryOf(manifest.Kind, JsonDocument.Parse(answer.BodyOrThrow()).RootElement)).Resources);
        Assert.Contains(manifest.Expected, report.Diagnostics.Select(one => one.Message));
    }

    [Fact]
    public async Task Parameters_Applied_AreKeptAsWritten()
    {
        var answer = await Manifest.Read("good", "route-full").ApplyAsync(server, space, Token);

        var route = ResourceReader.Read(JsonDocument.Parse(answer.BodyOrThrow()).RootElement, ResourceJson.Default.ModelRoute).Value!;
        Assert.Equal("json_object", route.Spec.Parameters!.Defaults!.Value.GetProperty("response_format").GetProperty("type").GetString());
        Assert.Equal(0.2, route.Spec.Parameters.Defaults.Value.GetProperty("temperature").GetDouble());
    }

    [Fact]
    public async Task Status_Applied_LeavesGenerationAndSpecAlone()
    {
        var manifest = Manifest.Read("good", "policy-full");
        var before = Read((await manifest.ApplyAsync(server, space, Token)).BodyOrThrow());

        var after = Read(await ApplyStatusAsync(manifest, "True", "3/4"));

        Assert.Equal(before.Metadata.Generation, after.Metadata.Generation);
        Assert.Equal(before.Spec.Models!.Allow, after.Spec.Models!.Allow);
        Assert.Equal("3/4", after.Status!.Sidecars!.Summary);
        Assert.Equal("Ready", Assert.Single(after.Status.Conditions).Type);
    }

    [Fact]
    public async Task Spec_Applied_LeavesStatusAlone()
    {
        var manifest = Manifest.Read("good", "policy-full");
        (await manifest.ApplyAsync(server, space, Token)).BodyOrThrow();
        await ApplyStatusAsync(manifest, "True", "3/4");

        var edited = manifest with { Text = manifest.Text.Replace("suspended: true", "suspended: false", StringComparison.Ordinal) };
        var after = Read((await edited.ApplyAsync(server, space, Token)).BodyOrThrow());

        Assert.Equal("3/4", after.Status!.Sidecars!.Summary);
        Assert.Equal(2, after.Metadata.Generation);
    }

    [Fact]
    public async Task Table_OfPolicies_ShowsReadyAndSidecars()
    {
        var manifest = Manifest.Read("good", "policy-full");
        (await manifest.ApplyAsync(server, space, Token)).BodyOrThrow();
        await ApplyStatusAsync(manifest, "False", "3/4");

        var path = manifest.PathIn(space);
        var table = await ServerTable.ReadAsync(server, path[..path.LastIndexOf('/')], Token);

        Assert.Equal(["Name", "Ready", "Sidecars", "Level", "Suspended", "Reason", "Mode", "Age"], table.Columns);
        Assert.Equal(["policy-full", "False", "3/4", "Redirected 3/4", "True", "Waiting", "Audit"], Assert.Single(table.Rows).Take(7));
    }

    private async Task<byte[]> ApplyStatusAsync(Manifest manifest, string ready, string summary)
    {
        var status = $$$"""
            {"apiVersion":"aigateway.dev/v1alpha1","kind":"AgentPolicy","metadata":{"name":"{{{manifest.Name}}}"},"status":{"observedGeneration":1,"enforcement":{"wanted":"Redirected","redirected":3,"cooperative":1,"none":0,"summary":"Redirected 3/4"},
            "conditions":[{"type":"Ready","status":"{{{ready}}}","reason":"Waiting","message":"m","observedGeneration":1,"lastTransitionTime":"2026-01-01T00:00:00Z"}],
            "sidecars":{"matched":4,"programmed":3,"summary":"{{{summary}}}" } } }
            """;
        var answer = await server.Transport.SendAsync(
            new() { Method = HttpMethod.Patch, Path = $"{manifest.PathIn(space)}/status?fieldManager=operator&force=true", Body = Encoding.UTF8.GetBytes(status), ContentType = "application/apply-patch+yaml" },
            Token);
        return answer.BodyOrThrow();
    }

    private static AgentPolicy Read(byte[] json) => ResourceReader.Read(JsonDocument.Parse(json).RootElement, ResourceJson.Default.AgentPolicy).Value!;

    private static UnreadableObject? Unreadable(byte[] json)
    {
        var root = JsonDocument.Parse(json).RootElement;
        return root.GetProperty("kind").GetString() switch
        {
            "ProviderCredential" => ResourceReader.ReadStrict(root, ResourceJson.Default.ProviderCredential).Unreadable,
            "ModelRoute" => ResourceReader.ReadStrict(root, ResourceJson.Default.ModelRoute).Unreadable,
            "McpServer" => ResourceReader.ReadStrict(root, ResourceJson.Default.McpServer).Unreadable,
            "Guardrail" => ResourceReader.ReadStrict(root, ResourceJson.Default.Guardrail).Unreadable,
            "Budget" => ResourceReader.ReadStrict(root, ResourceJson.Default.Budget).Unreadable,
            "ApprovalRequest" => ResourceReader.ReadStrict(root, ResourceJson.Default.ApprovalRequest).Unreadable,
            _ => ResourceReader.ReadStrict(root, ResourceJson.Default.AgentPolicy).Unreadable,
        };
    }

    private Inventory InventoryOf(string kind, JsonElement json) => kind switch
    {
        "ProviderCredential" => new() { Credentials = [ResourceReader.Read(json, ResourceJson.Default.ProviderCredential).Value!] },
        "ModelRoute" => new() { Routes = [ResourceReader.Read(json, ResourceJson.Default.ModelRoute).Value!] },
        "McpServer" => new() { McpServers = [ResourceReader.Read(json, ResourceJson.Default.McpServer).Value!] },
        "Guardrail" => new() { Guardrails = [ResourceReader.Read(json, ResourceJson.Default.Guardrail).Value!] },
        "Budget" => new() { Budgets = [ResourceReader.Read(json, ResourceJson.Default.Budget).Value!], OperatorNamespace = space },
        _ => new() { Policies = [ResourceReader.Read(json, ResourceJson.Default.AgentPolicy).Value!], OperatorNamespace = space },
    };

    private static string Spec(byte[] json) => JsonDocument.Parse(json).RootElement.GetProperty("spec").GetRawText();

    /// <summary>Without the object's own name before them, in one line.</summary>
    private static string Words(string message) =>
        string.Join(' ', message[(message.IndexOf(": ", StringComparison.Ordinal) + 2)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The files hold the words of Kubernetes 1.20; other versions name the same field in words of their own.</summary>
    private async Task<bool> IsOfTheFilesAsync() => (await server.Client.ServerVersionAsync(Token)).Number == new Version(1, 20);
}
