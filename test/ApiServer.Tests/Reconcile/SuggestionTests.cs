using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using AiGateway.ControlPlane;

namespace AiGateway.ApiServer.Tests.Reconcile;

/// <summary>Suggestions over the wire: to whom the API server says that they may read the Agent, and to nobody else.</summary>
public sealed class SuggestionTests(ApiServerFixture server) : IAsyncLifetime
{
    private readonly Team _team = new(server, TestContext.Current.CancellationToken);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await _team.CreateAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Get_AccountThatMayNotReadAgents_IsForbiddenUntilItMay()
    {
        await _team.PolicyAsync("""{"podSelector":{},"models":{"allow":["gpt-*"]} }""");
        await AgentAsync();
        var token = await _team.TokenAsync(await _team.PodAsync("reader", """ "labels":{"app":"reader"} """));
        await using var running = await RunningOperator.StartAsync(server.Client, _team.System, "operator-0", Token);
        await _team.UntilAsync(() => running.IsReadyAsync(Token), "the operator is ready");

        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(running, "deployment-web", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(running, "deployment-web", "not-a-token")).Status);

        await MayReadAgentsAsync();
        await _team.UntilAsync(async () => (await GetAsync(running, "deployment-web", token)).Status == HttpStatusCode.OK, "the role counts, and the Agent's status has been read");
        var suggestion = JsonNode.Parse((await GetAsync(running, "deployment-web", token)).Body)!;
        Assert.Equal("gpt-5-mini", (string?)suggestion["after"]!["spec"]!["models"]!["allow"]![0]);
        Assert.Contains("-    - \"gpt-*\"", (string)suggestion["diff"]!, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(running, "nobody", token)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(running, "deployment-web?since=7d", token)).Status);
    }

    private async Task AgentAsync()
    {
        var path = $"/apis/aigateway.dev/v1alpha1/namespaces/{_team.Name}/agents";
        await server.PostAsync(path, """{"apiVersion":"aigateway.dev/v1alpha1","kind":"Agent","metadata":{"name":"deployment-web"},"spec":{"workload":{"kind":"Deployment","name":"web"} } }""", Token);
        var at = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:00Z", CultureInfo.InvariantCulture);
        await _team.PatchAsync($"{path}/deployment-web/status", $$$"""
            {"status":{"policies":["{{{_team.Name}}}/policy"],"used":[{"kind":"Model","name":"gpt-5-mini","used":1,"denied":0,"at":"{{{at}}}"}]} }
            """);
    }

    private async Task MayReadAgentsAsync()
    {
        var path = $"/apis/rbac.authorization.k8s.io/v1/namespaces/{_team.Name}";
        await server.PostAsync(path + "/roles", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader"},"rules":[{"apiGroups":["aigateway.dev"],"resources":["agents"],"verbs":["get"]}]}
            """, Token);
        await server.PostAsync(path + "/rolebindings", $$$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"reader"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"reader"},
             "subjects":[{"kind":"ServiceAccount","name":"default","namespace":"{{{_team.Name}}}"}]}
            """, Token);
    }

    private async Task<(HttpStatusCode Status, string Body)> GetAsync(RunningOperator running, string agent, string token)
    {
        using var http = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } });
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(running.Stream, $"/v1/suggestions/{_team.Name}/{agent}"));
        (request.Version, request.VersionPolicy) = (HttpVersion.Version20, HttpVersionPolicy.RequestVersionExact);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request, Token);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
