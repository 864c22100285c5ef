using System.Collections.Frozen;
using System.Net;
using System.Text;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What is to run later is judged like a call of now: each request of a list, each line of a file, and only judged files start a batch.</summary>
public sealed class BatchTests : IAsyncLifetime
{
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;

    public static TheoryData<string, string, string> Attacks => new()
    {
        { "model not allowed", Line("/v1/chat/completions", """{"model":"secret"}"""), "model_not_allowed" },
        { "second line", Line("/v1/chat/completions", """{"model":"fast"}""") + "\n" + Line("/v1/chat/completions", """{"model":"secret"}"""), "model_not_allowed" },
        { "hosted tool", Line("/v1/responses", """{"model":"fast","tools":[{"type":"mcp"}]}"""), "hosted_tool_not_allowed" },
        { "stored answer", Line("/v1/responses", """{"model":"fast","previous_response_id":"resp_of_another"}"""), "endpoint_not_allowed" },
        { "model of another account", Line("/v1/chat/completions", """{"model":"elsewhere"}"""), "model_not_found" },
        { "another path", Line("/v1/fine_tuning/jobs", """{"model":"fast"}"""), "invalid_field" },
        { "body twice", """{"url":"/v1/chat/completions","body":{"model":"fast"},"body":{"model":"secret"}}""", "invalid_json" },
        { "body in another case", """{"url":"/v1/chat/completions","body":{"model":"fast"},"Body":{"model":"secret"}}""", "invalid_field" },
        { "two objects in a line", Line("/v1/chat/completions", """{"model":"fast"}""") + "\r" + Line("/v1/chat/completions", """{"model":"secret"}"""), "invalid_json" },
        { "no JSON", "hello", "invalid_json" },
    };

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.OfJsonAsync("""{"id":"file-1","object":"file"}""");
        _house = await SidecarHouse.OpenAsync(Rules());
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task File_OfABatch_IsJudgedRewrittenAndMayStart()
    {
        var lines = Line("/v1/chat/completions", """{"model":"fast","messages":[]}""") + "\r\n\n" + Line("/v1/responses", """{"model":"fast","input":"x"}""") + "\n";

        Assert.Equal(HttpStatusCode.OK, (await UploadAsync(lines)).StatusCode);
        Assert.Contains("""{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-x","messages":[]}}""" + "\n", _provider.Call.Text, StringComparison.Ordinal);
        Assert.Contains("{\"store\":false,\"model\":\"gpt-x\",\"input\":\"x\"}}\n", _provider.Call.Text, StringComparison.Ordinal);

        var start = await StartAsync("file-1");

        Assert.Equal(HttpStatusCode.OK, start.StatusCode);
        Assert.Equal("""{"input_file_id":"file-1","endpoint":"/v1/chat/completions"}""", _provider.Calls.Last().Text);
        Assert.All(await _house.Records.LinesAsync(2), record => Assert.Contains("\"gen_ai.operation.name\":\"endpoint\"", record, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LimitUnit.Requests, false, 403)]
    [InlineData(LimitUnit.TotalTokens, false, 403)]
    [InlineData(LimitUnit.Usd, false, 403)]
    [InlineData(LimitUnit.ConcurrentCalls, false, 200)]
    [InlineData(LimitUnit.TotalTokens, true, 200)]
    public async Task Start_AroundALimitThatCountsTheModel_IsRefused(LimitUnit unit, bool audits, int status)
    {
        await UploadAsync(Line("/v1/chat/completions", """{"model":"fast","messages":[]}"""));
        _house.Snapshots.Swap(Rules(limit: GivenLimits.Rule(unit, 1_000_000, rule => rule with { Models = ["fa*"], Audit = audits })));

        Assert.Equal(status, (int)(await StartAsync("file-1")).StatusCode);
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task File_Attack_IsRefusedAndStartsNothing(string name, string lines, string code)
    {
        Assert.NotEmpty(name);

        Assert.Equal(code, (await SidecarHouse.ErrorOfAsync(await UploadAsync(lines))).Code);
        Assert.Equal("invalid_field", (await SidecarHouse.ErrorOfAsync(await StartAsync("file-1"))).Code);
        Assert.Empty(_provider.Calls);
        await _house.WhenQuietAsync();
    }

    [Theory]
    [InlineData("assistants", 200)]
    [InlineData("Batch", 400)]
    [InlineData("batch ", 400)]
    public async Task File_OfAnotherPurpose_StartsNothing(string purpose, int status)
    {
        Assert.Equal(status, (int)(await UploadAsync("hello", purpose)).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await StartAsync("file-1")).StatusCode);
    }

    [Fact]
    public async Task Start_ModelDeniedSinceTheUpload_IsRefused()
    {
        await UploadAsync(Line("/v1/chat/completions", """{"model":"fast"}"""));
        _house.Snapshots.Swap(Rules(policy => policy with { DenyModels = ["fast"] }));

        Assert.Equal("model_denied", (await SidecarHouse.ErrorOfAsync(await StartAsync("file-1"))).Code);
    }

    [Theory]
    [InlineData("""{"requests":[{"custom_id":"a","params":{"model":"fast","max_tokens":1}}],"x":1}""", 200)]
    [InlineData("""{"requests":[{"custom_id":"a","params":{"model":"fast"}},{"custom_id":"b","params":{"model":"secret"}}]}""", 403)]
    [InlineData("""{"requests":[{"custom_id":"a","params":{"model":"fast","mcp_servers":[{}]}}]}""", 403)]
    [InlineData("""{"requests":[{"custom_id":"a","params":{"model":"fast"},"Params":{"model":"secret"}}]}""", 400)]
    [InlineData("""{"requests":[],"Requests":[{"params":{"model":"secret"}}]}""", 400)]
    [InlineData("""{"requests":{"params":{"model":"secret"}}}""", 400)]
    public async Task List_OfAnthropic_IsJudged(string body, int status)
    {
        _house.Snapshots.Swap(Rules(dialect: Dialects.Anthropic));

        var answer = await _house.Agent.PostAsync("/anthropic/v1/messages/batches", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 200) Assert.Equal("""{"x":1,"requests":[{"custom_id":"a","params":{"model":"gpt-x","max_tokens":1}}]}""", _provider.Call.Text);
        else Assert.Empty(_provider.Calls);
    }

    private static string Line(string url, string body) => $"{{\"custom_id\":\"a\",\"method\":\"POST\",\"url\":\"{url}\",\"body\":{body}}}";

    private Task<HttpResponseMessage> UploadAsync(string lines, string purpose = "batch")
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(
            $"--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"f.jsonl\"\r\n\r\n{lines}\r\n--b\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n{purpose}\r\n--b--\r\n"));
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        return _house.Agent.PostAsync("/openai/v1/files", content);
    }

    private Task<HttpResponseMessage> StartAsync(string file) => _house.Agent.PostAsync(
        "/openai/v1/batches", new StringContent($$"""{"input_file_id":"{{file}}","endpoint":"/v1/chat/completions"}""", Encoding.UTF8, "application/json"));

    private Snapshot Rules(Func<PolicyRule, PolicyRule>? vary = null, string dialect = Dialects.OpenAi, LimitRule? limit = null)
    {
        var target = WithDialect(Given.Target(_provider.BaseUrl, "gpt-x"), dialect);
        var policy = Given.Policy("base", "fast", "elsewhere") with { Endpoints = [new() { Name = "files", Provider = "shop/main" }, new() { Name = "batches", Provider = "shop/main" }] };
        return new()
        {
            Agent = Given.Agent,
            Revision = "r1",
            Sources = [],
            Rules = new([vary?.Invoke(policy) ?? policy]),
            Routes = new([Given.Route(["fast", "secret"], target), Given.Route(["elsewhere"], Given.Target(_provider.BaseUrl, "gpt-x", "other"))]),
            Limits = limit is null ? LimitPlan.Empty : GivenLimits.Plan(limit),
            Endpoints = new Dictionary<string, ModelRoute> { ["shop/main"] = ModelRoute.OfEndpoint(target.Provider, AiGateway.Sidecar.Guards.GuardPlan.Empty) }.ToFrozenDictionary(),
        };
    }

    private static Target WithDialect(Target target, string dialect) => new()
    {
        Provider = new()
        {
            Name = target.Provider.Name,
            Kind = target.Provider.Kind,
            Dialect = dialect,
            BaseUrl = target.Provider.BaseUrl,
            KeyHeader = target.Provider.KeyHeader,
            KeyValue = target.Provider.KeyValue,
            Http = target.Provider.Http,
        },
        Model = target.Model,
        ModelJson = target.ModelJson,
    };
}
