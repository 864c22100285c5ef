using AiGateway.Operator.Kubernetes;

namespace AiGateway.Operator.Tests.Kubernetes;

public sealed class ListReaderTests
{
    private const string Expired = """{"code":410,"reason":"Expired","message":"the continue token is too old"}""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_AreReadToTheEnd()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(200, Page("a", next: "n&1")).Then(200, Page("b"));

        var list = await server.Client().ListAsync(Kinds.ConfigMaps, new() { PageSize = 1, LabelSelector = "a=b" }, Token);

        Assert.Equal(["a", "b"], list.Items.Select(item => item.Metadata.Name));
        Assert.Equal("9", list.ResourceVersion);
        Assert.Equal(
            ["GET /api/v1/configmaps?limit=1&labelSelector=a%3Db", "GET /api/v1/configmaps?limit=1&labelSelector=a%3Db&continue=n%261"],
            server.Asked);
    }

    [Fact]
    public async Task ExpiredPage_StartsTheListAnew()
    {
        await using var server = (await FakeApiServer.StartAsync())
            .Then(200, Page("old", next: "1")).Then(410, Expired).Then(200, Page("a", next: "2")).Then(200, Page("b"));

        var list = await server.Client().ListAsync(Kinds.ConfigMaps, new(), Token);

        Assert.Equal(["a", "b"], list.Items.Select(item => item.Metadata.Name));
    }

    [Fact]
    public async Task ListThatAlwaysExpires_IsAnErrorInTheEnd()
    {
        await using var server = (await FakeApiServer.StartAsync()).Then(410, Expired);

        var gone = await Assert.ThrowsAsync<KubeException>(() => server.Client().ListAsync(Kinds.ConfigMaps, new(), Token));

        Assert.True(gone.Error.IsGone);
        Assert.Equal(3, server.Asked.Count);
    }

    [Fact]
    public async Task ItemThatIsTooDeep_IsSetAsideAlone()
    {
        var deep = $$"""{"metadata":{"name":"deep"},"data":{{string.Concat(Enumerable.Repeat("[", 200))}}{{string.Concat(Enumerable.Repeat("]", 200))}} }""";
        await using var server = (await FakeApiServer.StartAsync())
            .Then(200, $$"""{"metadata":{"resourceVersion":"9"},"items":[{{deep}},{"metadata":{"name":"flat"} }]}""");

        var list = await server.Client().ListAsync(Kinds.ConfigMaps, new(), Token);

        Assert.Equal("flat", Assert.Single(list.Items).Metadata.Name);
        Assert.Equal("deep", Assert.Single(list.Unreadable).Metadata.Name);
    }

    private static string Page(string name, string next = "") =>
        $$$"""{"metadata":{"resourceVersion":"9","continue":"{{{next}}}"},"items":[{"metadata":{"name":"{{{name}}}"} }]}""";
}
