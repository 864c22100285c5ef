using System.Text;
using AiGateway.Contracts;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Pipeline;

/// <summary>Where the target speaks the agent's dialect every byte passes, but for the model's name: what nobody here has heard of survives.</summary>
public sealed class SameDialectTests
{
    private const string Novel = "\"x_novel\" : {\"a\": [1e3, \"\\u00e9\"], \"b\":null}";

    [Theory]
    [InlineData("/openai/v1/chat/completions", Dialects.OpenAi, """{"model":"fast", NOVEL, "messages":[{"role":"user","content":"Hi","x":1}]}""", "\"fast\"", "\"real\"")]
    [InlineData("/openai/v1/embeddings", Dialects.OpenAi, """{"model":"fast", NOVEL, "input":"Hi"}""", "\"fast\"", "\"real\"")]
    [InlineData("/openai/v1/completions", Dialects.OpenAi, """{"model":"fast", NOVEL, "prompt":"Hi"}""", "\"fast\"", "\"real\"")]
    [InlineData("/openai/v1/images/generations", Dialects.OpenAi, """{"model":"fast", NOVEL, "prompt":"Hi"}""", "\"fast\"", "\"real\"")]
    [InlineData("/anthropic/v1/messages", Dialects.Anthropic, """{"model":"fast", NOVEL, "max_tokens":5,"messages":[{"role":"user","content":"Hi","x":1}]}""", "\"fast\"", "\"real\"")]
    [InlineData("/anthropic/v1/messages/count_tokens", Dialects.Anthropic, """{"model":"fast", NOVEL, "messages":[{"role":"user","content":"Hi"}]}""", "\"fast\"", "\"real\"")]
    [InlineData("/gemini/v1beta/models/fast:generateContent", Dialects.Gemini, """{NOVEL, "contents":[{"role":"user","parts":[{"text":"Hi","x":1}]}]}""", "", "")]
    [InlineData("/bedrock/model/fast/converse", Dialects.Bedrock, """{NOVEL, "messages":[{"role":"user","content":[{"text":"Hi"}]}]}""", "", "")]
    [InlineData("/anthropic/v1/messages", Dialects.Vertex, """{"model":"claude-x", NOVEL, "max_tokens":5,"messages":[{"role":"user","content":"Hi"}]}""", "\"model\":\"claude-x\"", "\"anthropic_version\":\"vertex-2023-10-16\"")]
    public async Task Send_TargetSpeaksTheAgentsDialect_EveryOtherByteStays(string path, string dialect, string body, string before, string after)
    {
        var ask = body.Replace("NOVEL", Novel, StringComparison.Ordinal);
        await using var provider = await Upstream.OfJsonAsync("{}");
        var model = dialect == Dialects.Vertex ? "claude-x" : "fast";
        await using var house = await SidecarHouse.OpenAsync(Given.Snapshot(
            [Given.Policy("base", model)],
            Given.Route([model], Given.Target(provider.BaseUrl, dialect == Dialects.Vertex ? null : "real", "main", dialect))));

        var answer = await house.Agent.PostAsync(path, new StringContent(ask, Encoding.UTF8, "application/json"));

        Assert.Equal("{}", await answer.Content.ReadAsStringAsync());
        Assert.Equal(before.Length == 0 ? ask : ask.Replace(before, after, StringComparison.Ordinal), provider.Call.Text);
        Assert.DoesNotContain("fast", provider.Call.Path, StringComparison.Ordinal);
    }
}
