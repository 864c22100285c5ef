using System.Net;
using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sdk.Tests.Line;

namespace AiGateway.Sdk.Tests;

/// <summary>A provider that fails in each way it can, before the ahead-of-time sidecar; behind it one that speaks another dialect and answers. Every try is in the audit record.</summary>
public sealed class ResilienceTests(SharedLine shared)
{
    private const string Text = "Hello from the fake provider.";
    private const string Second = "anthropic 200";

    [Theory]
    [InlineData("error-429-7", "vllm 429")]
    [InlineData("error-500", "vllm 500")]
    [InlineData("hang", "vllm timeout")]
    [InlineData("reset", "vllm reset")]
    [InlineData("garbage", "vllm garbage")]
    [InlineData("error-in-stream", "vllm 503")]
    public async Task Call_FirstProviderFails_TheNextAnswersInAnotherDialect(string fault, string first)
    {
        var (status, body, record) = await AskAsync("survives-" + fault, stream: false);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(Text, JsonDocument.Parse(body).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        Assert.Equal([first, Second], Attempts(record));
        Assert.Equal("completed", record.GetProperty("ended").GetString());
    }

    [Theory]
    [InlineData("error-429-7", "vllm 429")]
    [InlineData("error-500", "vllm 500")]
    [InlineData("hang", "vllm timeout")]
    [InlineData("reset", "vllm reset")]
    [InlineData("garbage", "vllm garbage")]
    public async Task Stream_FirstProviderFailsBeforeItBegins_TheNextAnswersInAnotherDialect(string fault, string first)
    {
        var (status, body, record) = await AskAsync("survives-" + fault, stream: true);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
        Assert.Equal(Text, Words(body));
        Assert.Equal([first, Second], Attempts(record));
    }

    [Theory]
    [InlineData("cut", "word1 word2 word3 word4 ", "stream_broken")]
    [InlineData("error-in-stream", Text, "overloaded")]
    public async Task Stream_FailsAfterItBegan_EndsWithAnErrorAndNoSecondTry(string fault, string words, string code)
    {
        var (status, body, record) = await AskAsync("survives-" + fault, stream: true);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(words, Words(body));
        Assert.Equal(code, Events(body).Last().GetProperty("error").GetProperty("code").GetString());
        Assert.DoesNotContain("[DONE]", body, StringComparison.Ordinal);
        Assert.Equal(["vllm 200"], Attempts(record));
        Assert.Equal("upstream_cut", record.GetProperty("ended").GetString());
    }

    [Fact]
    public async Task Call_WithRetries_TriesTheSameTargetAgainAndSaysSo()
    {
        var (status, _, record) = await AskAsync("retries", stream: false);

        Assert.Equal(HttpStatusCode.InternalServerError, status);
        Assert.Equal(Enumerable.Repeat("vllm 500", 4), Attempts(record));
    }

    [Fact]
    public async Task Call_ToldToComeLaterThanItMayWait_IsNotTriedAgain()
    {
        var (status, _, record) = await AskAsync("retries-limited", stream: false);

        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Equal(["vllm 429"], Attempts(record));
    }

    private async Task<(HttpStatusCode Status, string Body, JsonElement Record)> AskAsync(string model, bool stream)
    {
        using var http = new HttpClient();
        var before = Records(model, stream).Count();
        using var answer = await http.PostAsync(new Uri($"{shared.Line.BaseUrl}/chat/completions"),
            new StringContent($$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"Say hello."}]}""", null, "application/json"));
        var body = await answer.Content.ReadAsStringAsync();
        await Eventually.HoldsAsync(() => Records(model, stream).Count() > before, "the call is audited");
        return (answer.StatusCode, body, JsonDocument.Parse(Records(model, stream).Last()).RootElement);
    }

    private IEnumerable<string> Records(string model, bool stream) => shared.Line.Audit.Where(line =>
        line.Contains($"\"gen_ai.request.model\":\"{model}\"", StringComparison.Ordinal) && line.Contains($"\"stream\":{(stream ? "true" : "false")}", StringComparison.Ordinal));

    /// <summary>Each try in two words: who, and the status or what else came of it.</summary>
    private static string[] Attempts(JsonElement record) => [.. record.GetProperty("attempts").EnumerateArray().Select(attempt =>
        $"{attempt.GetProperty("provider").GetString()!.Split('/')[1]} {(attempt.TryGetProperty("error", out var error) ? error.GetString() : attempt.GetProperty("status").GetRawText())}")];

    private static IEnumerable<JsonElement> Events(string body) => body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)
        .Where(frame => frame.StartsWith("data: {", StringComparison.Ordinal)).Select(frame => JsonDocument.Parse(frame["data: ".Length..]).RootElement);

    private static string Words(string body) => string.Concat(Events(body).Where(one => one.TryGetProperty("choices", out _))
        .SelectMany(one => one.GetProperty("choices").EnumerateArray())
        .Select(choice => choice.GetProperty("delta").TryGetProperty("content", out var content) ? content.GetString() : ""));
}
