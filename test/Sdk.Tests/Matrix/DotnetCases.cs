using System.Collections.Immutable;
using System.Text.Json;

namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>The cases of node/cases.mjs, under the same names, for the clients from NuGet.</summary>
internal static class DotnetCases
{
    private const string Hello = "Hello from the fake provider.";
    private const string Schema = """{"type":"object","properties":{"city":{"type":"string"},"degrees":{"type":"integer"}},"required":["city","degrees"],"additionalProperties":false}""";
    private static readonly byte[] s_pixel = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");
    private static readonly (string Name, string Schema) s_weather = ("get_weather", """{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}""");
    private static readonly (string Name, string Schema) s_time = ("get_time", """{"type":"object","properties":{"zone":{"type":"string"}},"required":["zone"]}""");

    /// <summary>There is nothing to stream in these.</summary>
    public static readonly ImmutableHashSet<string> WholeOnly = ["count tokens", "embeddings"];

    public static readonly IReadOnlyDictionary<string, Func<DotnetCase, Task>> All = new Dictionary<string, Func<DotnetCase, Task>>
    {
        ["text"] = TextAsync,
        ["system"] = one => UnderstandAsync(one, Asked() with { System = "Be terse." }, "system[Be terse.]"),
        ["turns"] = one => UnderstandAsync(one, new(new("fake:asked one"), new("two") { Assistant = true }, new("three")), "turns[user: fake:asked one | assistant: two | user: three]"),
        ["sampling"] = one => UnderstandAsync(one, Asked() with { MaxTokens = 77, Temperature = 0.5f }, "max[77] temperature[0.5]"),
        ["stop"] = one => UnderstandAsync(one, Asked() with { Stop = "END" }, "stop[END]"),
        ["usage"] = async one => Assert.Equal((2, 5, 0), (await SayAsync(one, "Say hello.")).Usage),
        ["cached usage"] = async one => Assert.Equal((66, 5, 64), (await SayAsync(one, "fake:cached please")).Usage),
        ["tools"] = one => ToolsAsync(one, new(new DotnetTurn("fake:tool Weather in Paris?")) { Tools = [s_weather] }, ["get_weather Paris"], "21 degrees"),
        ["parallel tools"] = one => ToolsAsync(one, new(new DotnetTurn("fake:parallel-tools Weather in Paris, time in Tokyo?")) { Tools = [s_weather, s_time] }, ["get_weather Paris", "get_time Asia/Tokyo"], "21 degrees", "noon"),
        ["tool choice any"] = one => UnderstandAsync(one, Asked() with { Tools = [s_weather, s_time], Choice = "any" }, "choice[any]"),
        ["tool choice named"] = one => UnderstandAsync(one, Asked() with { Tools = [s_weather, s_time], Choice = "get_time" }, "choice[tool:get_time]", "tools[get_time] choice[any]"),
        ["image"] = async one => Assert.Equal($"I see image/png of {s_pixel.Length} bytes.", (await one.AskAsync(new(new DotnetTurn("fake:image What is this?") { Image = s_pixel }))).Text),
        ["structured output"] = StructureAsync,
        ["reasoning"] = one => ToolsAsync(one, new(new DotnetTurn("fake:thinking Weather in Paris?")) { Tools = [s_weather], Reasoning = true }, ["get_weather Paris"], "21 degrees"),
        ["length"] = async one => Assert.Equal("length", (await SayAsync(one, "fake:length please")).Stop),
        ["refusal"] = RefuseAsync,
        ["content filter"] = FilterAsync,
        ["context length"] = one => one.FailAsync("fake:context-length please", 400),
        ["error 400"] = one => one.FailAsync("fake:error-400 please", 400),
        ["error 401"] = one => one.FailAsync("fake:error-401 please", 502),
        ["error 403"] = one => one.FailAsync("fake:error-403 please", 403),
        ["error 404"] = one => one.FailAsync("fake:error-404 please", 404),
        ["error 429"] = LimitAsync,
        ["error 500"] = one => one.FailAsync("fake:error-500 please", 500, 502),
        ["error in stream"] = BreakAsync,
        ["cut"] = one => EndInErrorAsync(one, "fake:cut please"),
        ["garbage"] = one => EndInErrorAsync(one, "fake:garbage please"),
        ["abort"] = AbortAsync,
        ["logprobs"] = async one => Assert.True((await one.AskAsync(new(new DotnetTurn("Say hello.")) { Logprobs = true })).Logprobs > 0, "no logprobs"),
        ["count tokens"] = async one => Assert.Equal(4, await one.Client.CountAsync(one.Model, "Count these four words")),
        ["embeddings"] = EmbedAsync,
    };

    private static DotnetAsked Asked() => new(new DotnetTurn("fake:asked now"));

    private static Task<DotnetReply> SayAsync(DotnetCase one, string text) => one.AskAsync(new(new DotnetTurn(text)));

    private static async Task TextAsync(DotnetCase one)
    {
        var reply = await SayAsync(one, "Say hello.");
        Assert.Equal((Hello, "end"), (reply.Text, reply.Stop));
        Assert.True(!one.Streamed || reply.Pieces > 1, $"{reply.Pieces} pieces");
    }

    private static async Task UnderstandAsync(DotnetCase one, DotnetAsked asked, params string[] either)
    {
        var text = (await one.AskAsync(asked)).Text;
        Assert.True(either.Any(expected => text.Contains(expected, StringComparison.Ordinal)), $"it was understood as: {text}");
    }

    private static async Task ToolsAsync(DotnetCase one, DotnetAsked asked, string[] expected, params string[] results)
    {
        var first = await one.AskAsync(asked);
        Assert.Equal(expected, first.Calls.Select(call => $"{call.Name} {JsonDocument.Parse(call.Arguments).RootElement.EnumerateObject().Single().Value}"));
        Assert.Equal("tools", first.Stop);
        if (first.Reasoning.Length > 0) Assert.Equal("The user greets me, so I greet back.", first.Reasoning);

        var told = new DotnetTurn { Results = [.. first.Calls.Zip(results, (call, text) => (call.Id, text))] };
        var second = await one.AskAsync(asked with { Turns = [.. asked.Turns, first.Turn, told] });
        Assert.Equal($"The tools say: {string.Join("; ", results)}", second.Text);
    }

    private static async Task StructureAsync(DotnetCase one)
    {
        var answer = JsonDocument.Parse((await one.AskAsync(new(new DotnetTurn("fake:json Weather in Paris?")) { Schema = Schema })).Text).RootElement;
        Assert.Equal(("Paris", 21), (answer.GetProperty("city").GetString(), answer.GetProperty("degrees").GetInt32()));
    }

    private static async Task RefuseAsync(DotnetCase one)
    {
        var reply = await SayAsync(one, "fake:refusal please");
        Assert.True(reply.Stop is "refusal" or "filter" || reply.Text == "I cannot help with that.", $"{reply.Stop}: {reply.Text}");
    }

    private static async Task FilterAsync(DotnetCase one)
    {
        var (reply, error) = await one.EndAsync(new(new DotnetTurn("fake:content-filter please")));
        Assert.True(error?.Status == 400 || reply?.Stop is "refusal" or "filter", $"{error} {reply?.Stop}");
    }

    private static async Task LimitAsync(DotnetCase one)
    {
        var error = await one.FailAsync("fake:error-429-7 please", 429);
        if (one.Client.HasHeaders) Assert.Equal("7", error.RetryAfter);
    }

    private static async Task EndInErrorAsync(DotnetCase one, string text) => Assert.True((await one.EndAsync(new(new DotnetTurn(text)))).Error is not null, "no error");

    private static async Task BreakAsync(DotnetCase one)
    {
        var (_, error) = await one.EndAsync(new(new DotnetTurn("fake:error-in-stream please")));
        Assert.True(error is not null, "no error");
        Assert.True(one.Streamed || error!.Status >= 500, $"{error}");
    }

    private static async Task AbortAsync(DotnetCase one)
    {
        using var abort = new CancellationTokenSource(one.Streamed ? Timeout.Infinite : 300);
        var text = one.Streamed ? "fake:long-10 please" : "fake:slow-15000 please";
        var (reply, error) = await one.EndAsync(new(new DotnetTurn(text)) { LeaveAfter = 5, Signal = abort.Token });
        Assert.True(one.Streamed ? reply?.Pieces >= 5 : error is { Status: null }, $"{error} {reply?.Pieces}");
    }

    private static async Task EmbedAsync(DotnetCase one)
    {
        var vectors = await one.Client.EmbedAsync($"embed-{one.Model}", "Say hello.", "Say goodbye.");
        Assert.Equal([8, 8], vectors.Select(vector => vector.Length));
        Assert.Equal(10 / 16f, vectors[0][0], 1e-6f);
    }
}
