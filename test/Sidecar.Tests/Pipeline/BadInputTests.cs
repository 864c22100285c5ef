using System.Net;
using System.Net.Sockets;
using System.Text;
using AiGateway.Rig;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>What is wrong with a call is said in the caller's dialect, before anything leaves, and the next call works.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private Upstream _provider = null!;
    private SidecarHouse _house = null!;

    public static TheoryData<string, int, string, string?> Bodies => new()
    {
        { "", 400, "invalid_json", null },
        { "{", 400, "invalid_json", null },
        { """{"model":"fast"}x""", 400, "invalid_json", null },
        { """{"model":"fast",}""", 400, "invalid_json", null },
        { """["model"]""", 400, "invalid_json", null },
        { "\"fast\"", 400, "invalid_json", null },
        { "\uFEFF{\"model\":\"fast\"}", 400, "invalid_json", null },
        { "{\"model\":\"fast\",\"x\":" + new string('[', 64) + new string(']', 64) + "}", 400, "invalid_json", null },
        { """{"messages":[]}""", 400, "invalid_field", "model" },
        { """{"model":7}""", 400, "invalid_field", "model" },
        { """{"model":null}""", 400, "invalid_field", "model" },
        { """{"model":["fast"]}""", 400, "invalid_field", "model" },
        { """{"model":""}""", 400, "invalid_field", "model" },
        { """{"model":"fa\u000ast"}""", 400, "invalid_field", "model" },
        { """{"model":"fa\ud800st"}""", 400, "invalid_json", null },
        { "{\"model\":\"" + new string('a', 257) + "\"}", 400, "invalid_field", "model" },
        { "{\"model\":\"" + new string('a', 100_000) + "\"}", 400, "invalid_field", "model" },
        { """{"model":"fast","stream":"yes"}""", 400, "invalid_field", "stream" },
        { """{"model":"fast","model":"secret"}""", 400, "duplicate_name", null },
        { """{"model":"fast","mod\u0065l":"secret"}""", 400, "duplicate_name", null },
        { """{"model":"fast","x":{"a":[{"b":1,"\u0062":2}]}}""", 400, "duplicate_name", null },
        { """{"model":"fast","Model":"secret"}""", 400, "invalid_field", "Model" },
        { """{"MODEL":"secret","model":"fast"}""", 400, "invalid_field", "MODEL" },
        { """{"model":"fast","models":["secret"]}""", 400, "invalid_field", "models" },
        { "{\"model\":\"fast\",\"" + new string('n', 2000) + "\":1}", 400, "invalid_json", null },
        { """{"model":"other"}""", 403, "model_not_allowed", null },
        { """{"model":"FAST"}""", 403, "model_not_allowed", null },
        { """{"model":"f\u0430st"}""", 403, "model_not_allowed", null }, // A Cyrillic a.
        { """{"model":"fast "}""", 403, "model_not_allowed", null },
        { """{"model":"secret"}""", 403, "model_denied", null },
        { """{"model":"unrouted"}""", 404, "model_not_found", "model" },
        { """{"model":"empty"}""", 503, "no_usable_target", null },
    };

    public async ValueTask InitializeAsync()
    {
        _provider = await Upstream.OfJsonAsync("{}");
        _house = await SidecarHouse.OpenAsync(
            Given.Snapshot(
                [Given.Policy("base", "fast", "unrouted", "empty", "secret") with { DenyModels = ["secret"] }],
                Given.Route(["fast", "secret"], Given.Target(_provider.BaseUrl)),
                Given.Route(["empty"])),
            options => options with { MaxBody = 256 * 1024 });
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Chat_UnfitBody_IsRefusedAndNothingLeaves(string body, int status, string code, string? param)
    {
        var answer = await _house.ChatAsync(body);

        Assert.Equal(status, (int)answer.StatusCode);
        var error = await SidecarHouse.ErrorOfAsync(answer);
        Assert.Equal((code, param), (error.Code, error.Param));
        Assert.NotEmpty(error.Message);
        Assert.Empty(_provider.Calls);
        await AssertNextCallWorksAsync();
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonp")]
    [InlineData(null)]
    public async Task Chat_WrongContentType_Is415(string? type)
    {
        var content = new ByteArrayContent("""{"model":"fast"}"""u8.ToArray());
        if (type is not null) content.Headers.TryAddWithoutValidation("Content-Type", type);

        var answer = await _house.ChatAsync(content);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Equal("wrong_content_type", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task Chat_CompressedBody_Is415()
    {
        var content = new StringContent("""{"model":"fast"}""", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add("gzip");

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _house.ChatAsync(content)).StatusCode);
    }

    [Theory]
    [InlineData("GET", "/openai/v1/chat/completions", 405, "method_not_allowed")]
    [InlineData("DELETE", "/openai/v1/models", 405, "method_not_allowed")]
    [InlineData("POST", "/openai/v1/models/fast", 405, "method_not_allowed")]
    [InlineData("POST", "/openai/v2/embeddings", 404, "no_such_path")]
    [InlineData("GET", "/openai/v1/embeddings", 405, "method_not_allowed")]
    [InlineData("POST", "/openai/v1/videos", 403, "endpoint_not_allowed")]
    [InlineData("GET", "/openai/v1/files", 403, "endpoint_not_allowed")]
    [InlineData("POST", "/v1/chat/completions", 404, "no_such_path")]
    [InlineData("POST", "/openai/v1/chat/completions/", 404, "no_such_path")]
    [InlineData("POST", "/OpenAI/v1/chat/completions", 404, "no_such_path")]
    [InlineData("GET", "/", 404, "no_such_path")]
    public async Task Call_WrongPathOrMethod_SaysWhatIsServed(string method, string path, int status, string code)
    {
        var answer = await _house.Agent.SendAsync(new(new HttpMethod(method), path));

        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Equal(code, (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task Chat_DeclaredTooLarge_Is413BeforeItIsRead()
    {
        var answer = await ExchangeAsync("Content-Length: 999999999\r\nContent-Type: application/json\r\n", "");

        Assert.StartsWith("HTTP/1.1 413", answer);
        Assert.Contains("body_too_large", answer);
    }

    [Fact]
    public async Task Chat_ChunkedBodyWithoutEnd_Is413AtTheBound()
    {
        var chunk = "10000\r\n" + new string(' ', 0x10000) + "\r\n";
        var answer = await ExchangeAsync("Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n", string.Concat(Enumerable.Repeat(chunk, 6)));

        Assert.StartsWith("HTTP/1.1 413", answer);
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_ChunkedBodyThatStalls_Is408()
    {
        await using var house = await SidecarHouse.OpenAsync(
            Given.Fast(Given.Target(_provider.BaseUrl)), options => options with { BodyTimeout = TimeSpan.FromMilliseconds(300) });

        var answer = await ExchangeAsync("Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n", "5\r\n{\"mod\r\n", house);

        Assert.StartsWith("HTTP/1.1 408", answer);
        Assert.Contains("body_too_slow", answer);
        await house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_BrokenChunks_Is400()
    {
        var answer = await ExchangeAsync("Transfer-Encoding: chunked\r\nContent-Type: application/json\r\n", "zz\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer);
        await _house.WhenQuietAsync();
    }

    [Fact]
    public async Task Chat_LengthAndChunkedTogether_NothingIsSmuggled()
    {
        // RFC 9112, section 6.3: chunked wins or the request is refused; the bytes behind it never become a request of their own.
        await ExchangeAsync(
            "Content-Length: 5\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n",
            "0\r\n\r\nPOST /openai/v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"model\":\"fast\"}");

        Assert.Empty(_provider.Calls);
    }

    [Fact]
    public async Task Chat_NoRulesYet_Is503WithRetryAfter()
    {
        _house.Snapshots.Swap(null);

        var answer = await _house.ChatAsync("""{"model":"fast"}""");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
        Assert.Equal("not_ready", (await SidecarHouse.ErrorOfAsync(answer)).Code);
    }

    [Fact]
    public async Task Chat_Denied_RecordNamesPolicyAndRule()
    {
        await _house.ChatAsync("""{"model":"secret"}""");

        var record = await _house.Records.SingleAsync();
        Assert.Equal(("denied", "model_denied", "shop/base", "secret", 403, "not_sent"), (
            record.GetProperty("decision").GetString(), record.GetProperty("reason").GetString(), record.GetProperty("policy").GetString(),
            record.GetProperty("rule").GetString(), record.GetProperty("http.response.status_code").GetInt32(), record.GetProperty("ended").GetString()));
        Assert.Equal((1, 1), (_house.Totals.ToReport("e", 1).Calls, _house.Totals.ToReport("e", 1).Denied));
    }

    private async Task AssertNextCallWorksAsync()
    {
        await _house.WhenQuietAsync();
        Assert.Equal(HttpStatusCode.OK, (await _house.ChatAsync("""{"model":"fast"}""")).StatusCode);
    }

    private async Task<string> ExchangeAsync(string headers, string body, SidecarHouse? house = null)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(IPAddress.Loopback, (house ?? _house).Port);
        var stream = socket.GetStream();
        using var patience = new CancellationTokenSource(Eventually.Bound);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\n{headers}\r\n{body}"), patience.Token);
        return await RawAnswer.ReadAsync(stream);
    }
}
