using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What an agent might try to reach more than its rules allow, by name.</summary>
public sealed class AttackTests : IAsyncLifetime
{
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.OfJsonAsync("{}");
        _house = await SidecarHouse.OpenAsync(Given.Snapshot(
            [Given.Policy("base", "fast", "gpt-*") with { DenyModels = ["gpt-secret"] }],
            Given.Route(["fast", "gpt-*"], Given.Target(_provider.BaseUrl))));
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("x-aigateway-model", "gpt-secret")]
    [InlineData("x-portkey-provider", "evil")]
    [InlineData("x-http-method-override", "GET")]
    [InlineData("x-original-url", "/admin")]
    [InlineData("x-litellm-api-base", "http://evil")]
    public async Task ControlHeader_ChangesNothingAndStaysHere(string name, string value)
    {
        Assert.Equal(HttpStatusCode.OK, (await _house.ChatAsync("""{"model":"fast"}""", request => request.Headers.Add(name, value))).StatusCode);
        Assert.False(_provider.Call.Headers.ContainsKey(name));
        Assert.Equal("/v1/chat/completions", _provider.Call.Path);
    }

    [Theory]
    [InlineData("""{"model":"gpt-secret"}""")]
    [InlineData("""{"model":"gpt-s\u0065cret"}""")]
    [InlineData("""{"mod\u0065l":"gpt-secret"}""")]
    [InlineData("""{"model":"gpt-secret","messages":[{"model":"fast"}]}""")]
    public async Task DeniedModel_HoweverSpelled_IsDenied(string body)
    {
        Assert.Equal(HttpStatusCode.Forbidden, (await _house.ChatAsync(body)).StatusCode);
        Assert.Empty(_provider.Calls);
    }

    [Theory]
    [InlineData("""{"model":"fast","model":"gpt-secret"}""")]
    [InlineData("""{"model":"gpt-secret","model":"fast"}""")]
    [InlineData("""{"model":"fast","\u006dodel":"gpt-secret"}""")]
    [InlineData("""{"model":"fast","MODEL":"gpt-secret"}""")]
    [InlineData("""{"model":"fast","\u004Dodel":"gpt-secret"}""")]
    [InlineData("""{"model":"fast","models":["gpt-secret"]}""")]
    public async Task SecondModel_IsRefusedWhicheverAReaderWouldTake(string body)
    {
        Assert.Equal(HttpStatusCode.BadRequest, (await _house.ChatAsync(body)).StatusCode);
        Assert.Empty(_provider.Calls);
    }

    [Theory]
    [InlineData("fast", "fast", 200)]
    [InlineData("fast", "gpt-secret", 200)]
    [InlineData("gpt-secret", "fast", 403)]
    public async Task DeploymentAndModel_Differ_TheJudgedOneIsSent(string deployment, string model, int status)
    {
        var answer = await _house.Agent.PostAsync(
            $"/azure/openai/deployments/{deployment}/chat/completions?api-version=x", new StringContent($"{{\"model\":\"{model}\"}}", Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(status == 200 ? ["{\"model\":\"fast\"}"] : [], _provider.Calls.Select(call => call.Text));
    }

    [Theory]
    [InlineData("hosted tool", """{"model":"fast","tools":[{"type":"web_search"}]}""", 403)]
    [InlineData("hosted tool, escaped", """{"model":"fast","t\u006fols":[{"ty\u0070e":"m\u0063p"}]}""", 403)]
    [InlineData("hosted tool, in another case", """{"model":"fast","Tools":[{"type":"mcp"}]}""", 400)]
    [InlineData("hosted tool, its type in another case", """{"model":"fast","tools":[{"type":"function","Type":"mcp"}]}""", 400)]
    [InlineData("hosted tool, second list", """{"model":"fast","tools":[],"tools":[{"type":"mcp"}]}""", 400)]
    [InlineData("hosted tool, second type", """{"model":"fast","tools":[{"type":"function","type":"mcp"}]}""", 400)]
    [InlineData("hosted tool, no list around it", """{"model":"fast","tools":{"type":"mcp"}}""", 400)]
    [InlineData("hosted tool, by a member", """{"model":"fast","web_search_options":{}}""", 403)]
    [InlineData("stored answer", """{"model":"fast","store":true}""", 403)]
    [InlineData("file of another tenant", """{"model":"fast","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-x"}}]}]}""", 403)]
    public async Task BeyondTheModel_HoweverSpelled_ReachesNoProvider(string name, string body, int status)
    {
        Assert.NotEmpty(name);
        Assert.Equal(status, (int)(await _house.ChatAsync(body)).StatusCode);
        Assert.Empty(_provider.Calls);
    }

    [Theory]
    [InlineData("""{"model":"fast","previous_response_id":"resp_of_another"}""", 403)]
    [InlineData("""{"model":"fast","conversation":"conv_of_another"}""", 403)]
    [InlineData("""{"model":"fast","Previous_response_id":"resp_of_another"}""", 400)]
    [InlineData("""{"model":"fast","input":[{"type":"item_reference","id":"msg_of_another"}]}""", 403)]
    [InlineData("""{"model":"fast","background":true}""", 403)]
    [InlineData("""{"model":"fast","store":true}""", 403)]
    public async Task StoredThingOfAnotherCall_ReachesNoProvider(string body, int status)
    {
        var answer = await _house.Agent.PostAsync("/openai/v1/responses", new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Empty(_provider.Calls);
    }

    [Fact]
    public async Task Response_SaysNothingOfStoring_IsNotStored()
    {
        await _house.Agent.PostAsync("/openai/v1/responses", new StringContent("""{"model":"fast","input":"x"}""", Encoding.UTF8, "application/json"));

        Assert.Equal(("/v1/responses", """{"store":false,"model":"fast","input":"x"}"""), (_provider.Call.Path, _provider.Call.Text));
    }

    [Fact]
    public async Task ModelWithPathAndQuery_StaysInTheBody()
    {
        Assert.Equal(HttpStatusCode.OK, (await _house.ChatAsync("""{"model":"gpt-/../../admin?x=#"}""")).StatusCode);
        Assert.Equal(("/v1/chat/completions", """{"model":"gpt-/../../admin?x=#"}"""), (_provider.Call.Path, _provider.Call.Text));
    }

    [Theory]
    [InlineData("POST /openai/v1/chat/completions?api-base=http://evil HTTP/1.1\r\nHost: 127.0.0.1\r\n")]
    [InlineData("POST /openai/v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\n")]
    [InlineData("POST http://evil.example/openai/v1/chat/completions HTTP/1.1\r\nHost: evil.example\r\n")]
    [InlineData("POST /openai/v1/x/../chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n")]
    public async Task TargetOfTheRequest_NeverChoosesTheProvider(string head)
    {
        Assert.StartsWith("HTTP/1.1 200", await ExchangeAsync($"{head}Content-Type: application/json\r\nContent-Length: 16\r\nConnection: close\r\n\r\n{{\"model\":\"fast\"}}"));
        Assert.Equal((_provider.BaseUrl.Authority, "/v1/chat/completions"), (_provider.Call.Headers["Host"], _provider.Call.Path));
    }

    [Theory]
    [InlineData("Content-Length: 16\r\nContent-Length: 17\r\n")]
    [InlineData("Content-Length: -1\r\n")]
    [InlineData("Content-Length: 0x10\r\n")]
    [InlineData("Transfer-Encoding: identity\r\n")]
    [InlineData("Transfer-Encoding: chunked, identity\r\n")]
    [InlineData("Content-Length : 16\r\n")]
    [InlineData("Content-Length:\t16\r\nA: b\n c\r\n")]
    public async Task AmbiguousFraming_IsRefused(string headers)
    {
        var answer = await ExchangeAsync(
            $"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n{headers}\r\n{{\"model\":\"fast\"}}");

        Assert.StartsWith("HTTP/1.1 4", answer);
        Assert.Empty(_provider.Calls);
    }

    [Fact]
    public async Task HeaderBomb_Is431AndTheNextCallWorks()
    {
        var bomb = string.Concat(Enumerable.Range(0, 200).Select(n => $"a{n}: {new string('x', 100)}\r\n"));

        Assert.StartsWith("HTTP/1.1 431", await ExchangeAsync($"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n{bomb}\r\n"));
        Assert.Equal(HttpStatusCode.OK, (await _house.ChatAsync("""{"model":"fast"}""")).StatusCode);
    }

    [Fact]
    public async Task ModelNameInAudit_CannotForgeALine()
    {
        await _house.ChatAsync("""{"model":"x\",\"decision\":\"allowed"}""");

        var record = await _house.Records.SingleAsync();
        Assert.Equal("denied", record.GetProperty("decision").GetString());
        Assert.Equal("x\",\"decision\":\"allowed", record.GetProperty("gen_ai.request.model").GetString());
    }

    private async Task<string> ExchangeAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, _house.Port);
        using var patience = new CancellationTokenSource(Eventually.Bound);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        return await RawAnswer.ReadAsync(socket.GetStream());
    }
}
