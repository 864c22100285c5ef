using System.Collections.Frozen;
using AiGateway.Contracts;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Interception;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Sidecar.Tests.Egress.Interception;

/// <summary>What the gateway takes each host's requests for.</summary>
public sealed class HostRoutesTests
{
    private const string OpenAi = "api.openai.com";

    public static TheoryData<string, string, string> Places => new()
    {
        { OpenAi, "/v1/chat/completions", "OpenAi Chat" },
        { OpenAi, "/v1/responses", "OpenAi Chat" },
        { OpenAi, "/v1/embeddings", "OpenAi Embeddings" },
        { OpenAi, "/v1/models", "OpenAi ListModels" },
        { OpenAi, "/v1/models/fast%2Fer", "OpenAi GetModel fast/er" },
        { OpenAi, "/v1/realtime?model=fast", "OpenAi Realtime" },
        { OpenAi, "/v1/files", "OpenAi Endpoint files" },
        { OpenAi, "/v1/mcp/github", "OpenAi Endpoint /openai/v1/mcp/github" },
        { "api.anthropic.com", "/v1/messages?beta=true", "Anthropic Chat" },
        { "api.anthropic.com", "/v1/messages/count_tokens", "Anthropic CountTokens" },
        { "generativelanguage.googleapis.com", "/v1beta/models/gemini-2.5-pro:generateContent", "Gemini Chat gemini-2.5-pro" },
        { "generativelanguage.googleapis.com", "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse", "Gemini Chat gemini-2.5-pro" },
        { "generativelanguage.googleapis.com", "/upload/v1beta/files", "Gemini Endpoint files" },
        { "team.openai.azure.com", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "Azure Chat gpt-4o" },
        { "team.openai.azure.com", "/openai/v1/responses", "Azure Chat" },
        { "team.cognitiveservices.azure.com", "/openai/deployments/gpt-4o/embeddings?api-version=2024-10-21", "Azure Embeddings gpt-4o" },
        { "api.mistral.ai", "/v1/chat/completions", "OpenAi Chat" },
        { "api.groq.com", "/openai/v1/chat/completions", "OpenAi Chat" },
        { "api.together.xyz", "/v1/chat/completions", "OpenAi Chat" },
        { "api.deepseek.com", "/chat/completions", "OpenAi Chat" },
        { "api.deepseek.com", "/v1/chat/completions", "OpenAi Chat" },
        { "api.deepseek.com", "/anthropic/v1/messages", "Anthropic Chat" },
        { "api.x.ai", "/v1/chat/completions", "OpenAi Chat" },
        { "openrouter.ai", "/api/v1/chat/completions", "OpenAi Chat" },
        { "bedrock-runtime.eu-west-1.amazonaws.com", "/model/eu.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse", "Bedrock Chat eu.anthropic.claude-haiku-4-5-20251001-v1:0" },
        { "bedrock-runtime.us-east-1.amazonaws.com", "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A1%3Ainference-profile%2Fx/converse-stream", "Bedrock Chat arn:aws:bedrock:us-east-1:1:inference-profile/x" },
    };

    [Theory]
    [MemberData(nameof(Places))]
    public void Apply_KnownHost_LeadsToThePlaceOfItsDialect(string host, string target, string place)
    {
        var http = Request(host, target);

        Assert.Null(HostRoutes.Apply(http, new(host, 443, IsTls: true), null));

        var found = CallPaths.Of(CallTarget.Of(http))!;
        Assert.Null(found.Fault);
        Assert.Equal(place, string.Join(' ', new[] { $"{found.Dialect}", $"{found.Operation}", found.Model ?? found.Endpoint }.OfType<string>()));
        Assert.Equal(target.Contains('?', StringComparison.Ordinal) ? target[target.IndexOf('?', StringComparison.Ordinal)..] : "", http.Request.QueryString.Value);
        Assert.EndsWith(http.Request.QueryString.Value!, CallTarget.Of(http).Raw, StringComparison.Ordinal);
    }

    /// <summary>Every host that may be named has a case above.</summary>
    [Fact]
    public void Places_KnownHosts_AreAllTried()
    {
        var tried = Places.Select(row => row.Data.Item1).ToList();

        Assert.DoesNotContain(KnownHosts.All, known => !known.Host.StartsWith("bedrock-runtime.", StringComparison.Ordinal) && !tried.Any(host => KnownHosts.Find(host)?.Host == known.Host));
    }

    public static TheoryData<string, string> Nowhere => new()
    {
        { "api.groq.com", "/v1/chat/completions" },
        { "api.groq.com", "/open%61i/v1/chat/completions" },
        { "api.groq.com", "/openaix/v1/chat/completions" },
        { "api.groq.com", "/x/../openai/v1/chat/completions" },
        { "openrouter.ai", "/" },
        { "openrouter.ai", "/apis" },
        { OpenAi, "https://api.openai.com/v1/models" },
        { OpenAi, "*" },
        { "mcp.example.com", "/" },
        { "mcp.example.com", "/mcp/github" },
        { "mcp.example.com", "/mcp?secret=1" },
        { "mcp.example.com", "/openai/v1/chat/completions" },
        { "mcp.example.com", "/%6Dcp" },
        { "mcp.example.com", "/mcp/other?endpoint=abc" },
        { "mcp.example.com", "/.well-known/oauth-protected-resource" },
    };

    [Theory]
    [MemberData(nameof(Nowhere))]
    public void Apply_NothingThere_IsRefusedInTheHostsDialect(string host, string target)
    {
        var http = Request(host, target);

        var refusal = HostRoutes.Apply(http, new(host, 443, IsTls: true), Servers(("github", "https://mcp.example.com/mcp")));

        Assert.Equal(RefusalReason.NoSuchPath, refusal!.Reason);
        Assert.Equal(host == "mcp.example.com" ? Dialect.Mcp : Dialect.OpenAi, CallPaths.DialectOf(http.Request.Path));
    }

    /// <summary>The gateway's own paths are none of a host's: what stands before them is always the host's dialect.</summary>
    [Theory]
    [InlineData("/mcp")]
    [InlineData("/mcp/github")]
    [InlineData("/anthropic/v1/messages")]
    [InlineData("/../mcp")]
    [InlineData("/%2e%2e/mcp/github")]
    [InlineData("//mcp/github")]
    public void Apply_PathOfTheGatewaysOwn_LeadsNowhereElse(string target)
    {
        var http = Request(OpenAi, target);

        HostRoutes.Apply(http, new(OpenAi, 443, IsTls: true), Servers(("github", "https://mcp.example.com/mcp")));

        Assert.StartsWith("/openai/", http.Request.Path.Value, StringComparison.Ordinal);
        Assert.Null(CallPaths.Of(CallTarget.Of(http)));
    }

    [Theory]
    [InlineData("/mcp", "/mcp/github")]
    [InlineData("/mcp/", "/mcp/github")]
    [InlineData("/tools/v1?tenant=7", "/mcp/tenant")]
    [InlineData("/both", "/mcp/alpha")]
    [InlineData("/mcp/github?endpoint=abc", "/mcp/github?endpoint=abc")]
    public void Apply_ToolServersUrl_LeadsToTheServer(string target, string expected)
    {
        var http = Request("mcp.example.com", target);
        var snapshot = Servers(("github", "https://mcp.example.com/mcp"), ("tenant", "https://mcp.example.com/tools/v1?tenant=7"), ("beta", "https://mcp.example.com/both"),
            ("alpha", "https://mcp.example.com/both"), ("plain", "http://mcp.example.com:443/plain"), ("elsewhere", "https://mcp.example.com:8443/else"));

        Assert.Null(HostRoutes.Apply(http, new("mcp.example.com", 443, IsTls: true), snapshot));

        Assert.Equal(expected, CallTarget.Of(http).Raw);
        Assert.Equal(expected.Split('?')[0], http.Request.Path.Value);
        Assert.Null(CallPaths.Of(CallTarget.Of(http))!.Fault);
    }

    [Theory]
    [InlineData("/plain")]
    [InlineData("/else")]
    public void Apply_ServerOfAnotherSchemeOrPort_IsNotThere(string target)
    {
        var snapshot = Servers(("plain", "http://mcp.example.com:443/plain"), ("elsewhere", "https://mcp.example.com:8443/else"));

        Assert.Equal(RefusalReason.NoSuchPath, HostRoutes.Apply(Request("mcp.example.com", target), new("mcp.example.com", 443, IsTls: true), snapshot)!.Reason);
    }

    [Fact]
    public void Apply_ToolServerBeforeAnyRules_IsNotReady() =>
        Assert.Equal(RefusalReason.NotReady, HostRoutes.Apply(Request("mcp.example.com", "/mcp"), new("mcp.example.com", 443, IsTls: true), null)!.Reason);

    [Theory]
    [InlineData(OpenAi, true)]
    [InlineData("API.OpenAI.com", true)]
    [InlineData("api.openai.com.", true)]
    [InlineData("api.openai.com:443", true)]
    [InlineData("api.openai.com.:443", true)]
    [InlineData("api.openai.com:8443", false)]
    [InlineData("api.openai.com:", false)]
    [InlineData("api.openai.com:+443", false)]
    [InlineData("api.openai.com..", false)]
    [InlineData("api.anthropic.com", false)]
    [InlineData("api.openai.com.evil.example", false)]
    [InlineData("evil-api.openai.com", false)]
    [InlineData("openai.com", false)]
    [InlineData("127.0.0.1:15080", false)]
    [InlineData("[::1]:443", false)]
    [InlineData("user@api.openai.com", false)]
    [InlineData("api.openai.com,api.openai.com", false)]
    [InlineData("", false)]
    public void Apply_Host_MustBeTheJudgedOne(string host, bool isOurs)
    {
        var http = Request(host, "/v1/chat/completions");

        var refusal = HostRoutes.Apply(http, new(OpenAi, 443, IsTls: true), null);

        Assert.Equal(isOurs ? null : RefusalReason.WrongHost, refusal?.Reason);
        Assert.Equal(Dialect.OpenAi, CallPaths.DialectOf(http.Request.Path));
    }

    [Fact]
    public void Apply_TwoHosts_IsRefused()
    {
        var http = Request(OpenAi, "/v1/chat/completions");
        http.Request.Headers.Host = new([OpenAi, OpenAi]);

        Assert.Equal(RefusalReason.WrongHost, HostRoutes.Apply(http, new(OpenAi, 443, IsTls: true), null)!.Reason);
    }

    /// <summary>As Kestrel hands it on: the path unescaped but for slashes, its dots resolved, beside the target as it came.</summary>
    private static DefaultHttpContext Request(string host, string target)
    {
        var http = new DefaultHttpContext();
        var at = target.IndexOf('?', StringComparison.Ordinal);
        var path = target.StartsWith('/') ? new Uri("http://x" + (at < 0 ? target : target[..at])).AbsolutePath : "";
        http.Request.Headers.Host = host;
        http.Request.Path = string.Join("%2F", path.Split("%2F").Select(Uri.UnescapeDataString));
        http.Request.QueryString = new(at < 0 ? "" : target[at..]);
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        return http;
    }

    private static Snapshot Servers(params (string Name, string Url)[] servers) => new()
    {
        Agent = Given.Agent,
        Revision = "r1",
        Sources = [],
        Rules = new([Given.Policy("base", "*")]),
        Routes = new([]),
        Servers = servers.ToFrozenDictionary(server => server.Name, server => new ToolServer
        {
            Name = server.Name,
            Route = Given.Route([server.Name], Given.Target(new(server.Url), provider: server.Name, dialect: Dialects.Mcp)),
        }, StringComparer.Ordinal),
    };
}
