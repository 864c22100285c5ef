using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using AiGateway.Sidecar.Tests.Guards.Loops;

namespace AiGateway.Sidecar.Tests.Pipeline.Guarding;

/// <summary>A request to a model whose history goes round: the model is told, and then it is refused.</summary>
public sealed class ModelLoopTests
{
    private const string Warning = "[The tool 'find' was called 2 times with the same arguments and gave the same result each time.";

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("messages")]
    [InlineData("gemini")]
    public async Task RepeatedCalls_AreWarnedOfBehindTheLastResult_AndNothingElseChanges(string dialect)
    {
        await using var model = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(model, dialect);
        var asked = RequestOf(dialect, "zz", "zz");

        await SendAsync(house, dialect, asked);

        var sent = JsonDocument.Parse(model.Call.Text).RootElement.GetRawText();
        var at = sent.IndexOf("\\n\\n" + Warning, StringComparison.Ordinal);
        Assert.True(at > sent.LastIndexOf("zz", StringComparison.Ordinal), sent);
        var end = sent.IndexOf(']', at) + 1;
        Assert.Equal(asked, sent[..at] + sent[end..]);
        var record = await house.Records.SingleAsync();
        Assert.Contains("REPEATED", record.GetRawText());
        Assert.Equal("allowed", record.GetProperty("decision").GetString());
    }

    [Fact]
    public async Task MoreOfThem_AreRefused()
    {
        await using var model = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(model, "chat");

        using var answer = await house.ChatAsync(RequestOf("chat", "same", "same", "same", "same"));

        var (code, message, _) = await SidecarHouse.ErrorOfAsync(answer);
        Assert.Equal((403, "loop_stopped"), ((int)answer.StatusCode, code));
        Assert.Contains("called 4 times with the same arguments", message);
        Assert.Empty(model.Calls);
    }

    [Theory]
    [InlineData("results that change", "one", "two", "three", "four")]
    [InlineData("one call", "same")]
    public async Task NoLoop_PassesByteForByte(string what, params string[] results)
    {
        Assert.NotEmpty(what);
        await using var model = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(model, "chat");
        var asked = RequestOf("chat", results);

        using var answer = await house.ChatAsync(asked);

        Assert.Equal(asked, model.Call.Text);
    }

    [Fact]
    public async Task CallsBeforeTheUsersLastWords_DoNotCount()
    {
        await using var model = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(model, "chat");
        var asked = RequestOf("chat", "same", "same", "same", "same")[..^2] + """,{"role":"user","content":"and again?"}]}""";

        using var answer = await house.ChatAsync(asked);

        Assert.Equal(asked, model.Call.Text);
    }

    [Fact]
    public async Task FlagAlone_IsRecorded()
    {
        await using var model = await Upstream.OfJsonAsync("{}");
        await using var house = await OpenAsync(model, "chat", facts => facts with { Action = GuardAction.Flag });
        var asked = RequestOf("chat", "same", "same", "same", "same");

        using var answer = await house.ChatAsync(asked);

        Assert.Equal(asked, model.Call.Text);
        Assert.Contains("REPEATED", Assert.Single(await house.Records.LinesAsync(1)));
    }

    private static Task<SidecarHouse> OpenAsync(Upstream model, string dialect, Func<CheckFacts, CheckFacts>? vary = null)
    {
        var target = Given.Target(model.BaseUrl, dialect: dialect switch { "messages" => Dialects.Anthropic, "gemini" => Dialects.Gemini, _ => Dialects.OpenAi });
        var route = new ModelRoute { Name = "shop/chat", Models = ["fast"], Targets = [target], Guards = GivenLoops.Plan(GivenLoops.Check(vary)) };
        return SidecarHouse.OpenAsync(Given.Snapshot([Given.Policy("base", "fast")], route));
    }

    private static async Task SendAsync(SidecarHouse house, string dialect, string body)
    {
        var path = dialect switch
        {
            "responses" => "/openai/v1/responses",
            "messages" => "/anthropic/v1/messages",
            "gemini" => "/gemini/v1beta/models/fast:generateContent",
            _ => "/openai/v1/chat/completions",
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await house.Agent.SendAsync(request);
    }

    /// <summary>A request in which the same tool was called so often, with these results.</summary>
    private static string RequestOf(string dialect, params string[] results) => dialect switch
    {
        "responses" => $$"""{"model":"fast","store":false,"input":[{"role":"user","content":"go"}{{Turns(results, (id, text) => $$$"""{"type":"function_call","call_id":"{{{id}}}","name":"find","arguments":"{\"q\":1}"},{"type":"function_call_output","call_id":"{{{id}}}","output":"{{{text}}}"}""")}}]}""",
        "messages" => $$"""{"model":"fast","max_tokens":9,"messages":[{"role":"user","content":"go"}{{Turns(results, (id, text) => $$$"""{"role":"assistant","content":[{"type":"tool_use","id":"{{{id}}}","name":"find","input":{"q":1}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"{{{id}}}","content":"{{{text}}}"}]}""")}}]}""",
        "gemini" => $$"""{"contents":[{"role":"user","parts":[{"text":"go"}]}{{Turns(results, (_, text) => $$$$"""{"role":"model","parts":[{"functionCall":{"name":"find","args":{"q":1}}}]},{"role":"user","parts":[{"functionResponse":{"name":"find","response":{"result":"{{{{text}}}}"}}}]}""")}}]}""",
        _ => $$"""{"model":"fast","messages":[{"role":"user","content":"go"}{{Turns(results, (id, text) => $$$"""{"role":"assistant","content":null,"tool_calls":[{"id":"{{{id}}}","type":"function","function":{"name":"find","arguments":"{\"q\": 1}"}}]},{"role":"tool","tool_call_id":"{{{id}}}","content":"{{{text}}}"}""")}}]}""",
    };

    private static string Turns(string[] results, Func<string, string, string> turn) => string.Concat(results.Select((text, index) => "," + turn($"c{index}", text)));
}
