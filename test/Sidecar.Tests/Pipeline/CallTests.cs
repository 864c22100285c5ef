using System.Net;
using System.Text.Json;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Calls that are allowed: what the provider gets, what the agent gets, what is written down.</summary>
public sealed class CallTests
{
    private const string Answer = """{"id":"c1","choices":[{"message":{"content":"hi"}}],"usage":{"prompt_tokens":11,"completion_tokens":7,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":2}}}""";

    [Fact]
    public async Task Chat_Allowed_AnswerComesAsItWas()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt-4o")));

        var answer = await house.ChatAsync("""{"model":"fast","messages":[]}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(Answer, await answer.Content.ReadAsStringAsync());
        Assert.Equal("/v1/chat/completions", provider.Call.Path);
    }

    [Fact]
    public async Task Chat_TargetNamesModel_OnlyTheNameIsReplaced()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt-\"4o\"")));

        const string Body = "{ \"unknown\" : [1, 2.50, \"model\"],\n \"model\" : \"fa\\u0073t\" , \"messages\":[{\"model\":\"x\"}],\"n\":1e3 }";
        await house.ChatAsync(Body);

        Assert.Equal(Body.Replace("\"fa\\u0073t\"", "\"gpt-\\u00224o\\u0022\""), provider.Call.Text);
    }

    [Fact]
    public async Task Chat_AgentsHeaders_OnlyTheAllowedOnesLeave()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        await house.ChatAsync("""{"model":"fast"}""", request =>
        {
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer agents-own");
            request.Headers.TryAddWithoutValidation("api-key", "agents-own");
            request.Headers.TryAddWithoutValidation("Cookie", "a=b");
            request.Headers.TryAddWithoutValidation("x-portkey-config", "evil");
            request.Headers.TryAddWithoutValidation("X-Forwarded-Host", "evil");
            request.Headers.TryAddWithoutValidation("OpenAI-Organization", "evil");
            request.Headers.TryAddWithoutValidation("OpenAI-Project", "evil");
            request.Headers.TryAddWithoutValidation("Forwarded", "host=evil");
            request.Headers.TryAddWithoutValidation("TE", "trailers");
            request.Headers.TryAddWithoutValidation("OpenAI-Beta", "one");
            request.Headers.TryAddWithoutValidation("User-Agent", "agent/1");
        });

        var headers = provider.Call.Headers;
        Assert.Equal(
            ["accept-encoding", "authorization", "content-length", "content-type", "host", "openai-beta", "user-agent"],
            headers.Keys.Select(name => name.ToLowerInvariant()).Order());
        Assert.Equal("Bearer " + Given.Key, headers["Authorization"]);
        Assert.Equal("identity", headers["Accept-Encoding"]);
        Assert.Equal(provider.BaseUrl.Authority, headers["Host"]);
    }

    [Fact]
    public async Task Chat_ProvidersHeaders_OnlyTheAllowedOnesArrive()
    {
        await using var provider = await Upstream.StartAsync(http =>
        {
            http.Response.Headers.SetCookie = "a=b";
            http.Response.Headers["openai-organization"] = "org-secret";
            http.Response.Headers["x-request-id"] = "r-1";
            http.Response.Headers["x-ratelimit-remaining-tokens"] = "9";
            http.Response.Headers.Server = "inner";
            return Upstream.JsonAsync(http, Answer);
        });
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl)));

        var answer = await house.ChatAsync("""{"model":"fast"}""");

        Assert.Equal(["x-ratelimit-remaining-tokens", "x-request-id"], answer.Headers.Select(h => h.Key.ToLowerInvariant()).Except(["date", "server", "transfer-encoding"]).Order());
        Assert.DoesNotContain("inner", answer.Headers.Server.ToString());
    }

    [Fact]
    public async Task Chat_Allowed_OneRecordSaysWhoWhatWhy()
    {
        await using var provider = await Upstream.OfJsonAsync(Answer);
        await using var house = await SidecarHouse.OpenAsync(Given.Fast(Given.Target(provider.BaseUrl, "gpt-4o")));

        await house.ChatAsync("""{"model":"fast","messages":[{"role":"user","content":"prompt-text"}]}""");

        var record = await house.Records.SingleAsync();
        Assert.Equal("shop", record.GetProperty("agent").GetProperty("namespace").GetString());
        Assert.Equal("allowed", record.GetProperty("decision").GetString());
        Assert.Equal("shop/base", record.GetProperty("policy").GetString());
        Assert.Equal("fast", record.GetProperty("rule").GetString());
        Assert.Equal("shop/main", record.GetProperty("provider").GetString());
        Assert.Equal("gpt-4o", record.GetProperty("targetModel").GetString());
        Assert.Equal(200, record.GetProperty("http.response.status_code").GetInt32());
        Assert.Equal("completed", record.GetProperty("ended").GetString());
        var usage = record.GetProperty("usage");
        Assert.Equal(("reported", 11, 7, 3, 2), (usage.GetProperty("source").GetString(), usage.GetProperty("gen_ai.usage.input_tokens").GetInt32(),
            usage.GetProperty("gen_ai.usage.output_tokens").GetInt32(), usage.GetProperty("cached").GetInt32(), usage.GetProperty("reasoning").GetInt32()));
        Assert.DoesNotContain("prompt-text", record.GetRawText());
        Assert.DoesNotContain(Given.Key, record.GetRawText());
    }

    [Fact]
    public async Task Models_SomeAllowed_ListsThoseByNameAlone()
    {
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot(
            [Given.Policy("base", "fast", "gpt-*", "claude-x", "elsewhere") with { DenyModels = ["gpt-secret"] }],
            Given.Route(["fast", "slow", "gpt-4o", "gpt-secret", "claude-*"], Given.Target(new("http://127.0.0.1:1")))));

        var list = JsonDocument.Parse(await house.Agent.GetStringAsync("/openai/v1/models")).RootElement;

        Assert.Equal("list", list.GetProperty("object").GetString());
        Assert.Equal(["claude-x", "fast", "gpt-4o"], list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task Models_NameWithEscapedSlash_IsFound()
    {
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot(
            [Given.Policy("base", "*")], Given.Route(["meta/llama"], Given.Target(new("http://127.0.0.1:1")))));

        var model = JsonDocument.Parse(await house.Agent.GetStringAsync("/openai/v1/models/meta%2Fllama?x=1")).RootElement;

        Assert.Equal("meta/llama", model.GetProperty("id").GetString());
        var record = await house.Records.SingleAsync();
        Assert.Equal("completed", record.GetProperty("ended").GetString());
        Assert.True(record.GetProperty("bytesOut").GetInt64() > 0);
    }
}
