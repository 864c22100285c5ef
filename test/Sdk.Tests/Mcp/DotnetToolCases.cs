using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Rig;
using ModelContextProtocol.Protocol;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>The cases of node/mcp/cases.mjs, in .NET. A case throws where it does not pass.</summary>
internal static class DotnetToolCases
{
    public static readonly ImmutableArray<(string Title, Func<DotnetToolCase, Task> PlayAsync)> All =
    [
        ("introduction", IntroductionAsync),
        ("list of tools", ListAsync),
        ("call", on => on.SaysAsync("plain")),
        ("tool error", async on => Assert.True((await on.It.CallAsync(on.At.Call("fails"))).IsError)),
        ("unknown tool", UnknownAsync),
        ("structured content", StructuredAsync),
        ("image", ImageAsync),
        ("resources", ResourcesAsync),
        ("resource template", TemplateAsync),
        ("resource updated", UpdatedAsync),
        ("prompts", PromptsAsync),
        ("completion", CompletionAsync),
        ("progress", ProgressAsync),
        ("logging", LoggingAsync),
        ("list changed", ChangedAsync),
        ("stream ended by the server, resumed", EndedAsync),
        ("stream cut, resumed by Last-Event-ID", CutAsync),
        ("sampling", on => on.SaysAsync("samples")),
        ("elicitation", on => on.SaysAsync("elicits")),
        ("roots", RootsAsync),
        ("cancellation", CancellationAsync),
        ("ping", on => on.It.IsModern ? throw DotnetToolCase.Lacks("2026-07-28 has no ping") : on.It.Client.PingAsync().AsTask()),
        ("session ended", SessionEndedAsync),
        ("calls side by side", SideBySideAsync),
        ("result of 1 MB", LargeAsync),
    ];

    private static Task IntroductionAsync(DotnetToolCase on)
    {
        Assert.Equal(on.At.Text("name"), on.It.Client.ServerInfo?.Name);
        Assert.NotEmpty(on.It.Client.ServerInstructions!);
        Assert.NotNull(on.It.Client.ServerCapabilities?.Tools);
        Assert.Equal(on.Leg.Era, on.It.IsModern ? "modern" : "legacy");
        return Task.CompletedTask;
    }

    private static async Task ListAsync(DotnetToolCase on)
    {
        var names = (await on.It.Client.ListToolsAsync()).Select(tool => tool.Name).ToArray();
        foreach (var fact in (string[])["plain", "structured", "samples"]) Assert.Contains(on.At.Text(fact, 0), names);
    }

    private static async Task UnknownAsync(DotnetToolCase on)
    {
        try
        {
            Assert.True((await on.It.CallAsync("no-such-tool", new Dictionary<string, object?>())).IsError);
        }
        catch (ModelContextProtocol.McpException)
        {
            // As good an answer: servers differ.
        }
    }

    private static async Task StructuredAsync(DotnetToolCase on)
    {
        var said = (await on.It.CallAsync(on.At.Call("structured"))).StructuredContent;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(JsonSerializer.Serialize(said)), on.At.Node("structured", 2)), $"{said}");
    }

    private static async Task ImageAsync(DotnetToolCase on)
    {
        var image = (await on.It.CallAsync(on.At.Text("image"), new Dictionary<string, object?>())).Content.OfType<ImageContentBlock>().Single();
        Assert.Equal("image/png", image.MimeType);
        Assert.Equal("PNG", Encoding.ASCII.GetString(image.DecodedData.Span[1..4]));
    }

    private static async Task ResourcesAsync(DotnetToolCase on)
    {
        var uri = on.At.Text("resource", 0);
        Assert.Contains(await on.It.Client.ListResourcesAsync(), one => one.Uri == uri);
        Assert.Contains(on.At.Text("resource", 1), await ReadAsync(on, uri), StringComparison.Ordinal);
    }

    private static async Task TemplateAsync(DotnetToolCase on)
    {
        Assert.Contains(await on.It.Client.ListResourceTemplatesAsync(), one => one.UriTemplate == on.At.Text("template", 0));
        Assert.Contains(on.At.Text("template", 2), await ReadAsync(on, on.At.Text("template", 1)), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(DotnetToolCase on, string uri) => ((TextResourceContents)(await on.It.Client.ReadResourceAsync(uri)).Contents[0]).Text;

    private static async Task UpdatedAsync(DotnetToolCase on)
    {
        await on.It.WatchAsync(on.At.Member("watched", "uri")!);
        await on.HappensAsync("watched");
        Assert.Equal(on.At.Member("watched", "uri"), (await on.It.ToldAsync("notifications/resources/updated"))!["uri"]!.GetValue<string>());
    }

    private static async Task PromptsAsync(DotnetToolCase on)
    {
        var (name, arguments) = on.At.Call("prompt");
        Assert.Contains(await on.It.Client.ListPromptsAsync(), one => one.Name == name);
        var said = (TextContentBlock)(await on.It.Client.GetPromptAsync(name, arguments)).Messages[0].Content;
        Assert.Contains(on.At.Text("prompt", 2), said.Text, StringComparison.Ordinal);
    }

    private static async Task CompletionAsync(DotnetToolCase on)
    {
        var told = await on.It.Client.CompleteAsync(new PromptReference { Name = on.At.Text("completion", 0) }, on.At.Text("completion", 1), on.At.Text("completion", 2));
        Assert.Equal(on.At.Node("completion", 3).AsArray().Select(value => value!.GetValue<string>()), told.Completion.Values);
    }

    private static async Task ProgressAsync(DotnetToolCase on)
    {
        var came = new DotnetToolCase.Steps();
        await on.It.CallAsync(on.At.Slow(0.6), came);
        DotnetToolCase.Counted(came, 5);
        await TellsMeanwhileAsync(on);
    }

    /// <summary>The first step comes while the call goes on for long. What came at once would have been handled with it, so the rest after it finds that on any machine.</summary>
    private static async Task TellsMeanwhileAsync(DotnetToolCase on)
    {
        var (tool, arguments) = on.At.Slow(15);
        var came = new DotnetToolCase.Steps();
        using var enough = new CancellationTokenSource();
        var called = on.It.CallAsync(tool, arguments, came, enough.Token);
        await Eventually.HoldsAsync(() => !came.All.IsEmpty || called.IsCompleted, "a step is told");
        await Task.Delay(100);
        Assert.False(called.IsCompleted, "it came all at once, not while the call ran");
        await enough.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => called);
    }

    private static async Task LoggingAsync(DotnetToolCase on)
    {
        await on.It.LogAsync(on.At.Text("logs"));
        Assert.NotNull((await on.It.ToldAsync("notifications/message"))!["data"]);
    }

    private static async Task ChangedAsync(DotnetToolCase on)
    {
        var list = on.At.Member("changes", "list")!;
        on.It.ListenTo(list);
        await on.HappensAsync("changes");
        await on.It.ToldAsync($"notifications/{list}/list_changed");
    }

    private static async Task EndedAsync(DotnetToolCase on)
    {
        if (!on.Resumes || on.Leg.Server != "fake") throw DotnetToolCase.Lacks("this server, or its revision, ends no stream to be taken up again");

        Assert.Contains("completed successfully", DotnetToolCase.Text(await on.It.CallAsync("test_reconnection", new Dictionary<string, object?>())), StringComparison.Ordinal);
        Assert.Contains(on.It.Http.Answers, one => one is { Resumed: true, Status: HttpStatusCode.OK });
    }

    private static async Task CutAsync(DotnetToolCase on)
    {
        if (!on.Resumes) throw DotnetToolCase.Lacks("no revision but those of streamable HTTP with sessions resumes");

        on.It.Http.Cutting = true;
        var came = new DotnetToolCase.Steps();
        var result = await on.It.CallAsync(on.At.Slow(1.2), came);
        Assert.Equal(1, on.It.Http.Cuts);
        Assert.NotEmpty(DotnetToolCase.Text(result));
        Assert.Contains(on.It.Http.Answers, one => one is { Resumed: true, Status: HttpStatusCode.OK });
        DotnetToolCase.Counted(came, on.At.RepeatsAtOnce ? 1 : 5);
    }

    private static async Task RootsAsync(DotnetToolCase on)
    {
        if (!on.It.IsModern) await on.It.ListensAsync();
        await on.SaysAsync("roots");
    }

    private static async Task CancellationAsync(DotnetToolCase on)
    {
        var marker = $"{Guid.NewGuid()}";
        var (tool, arguments) = on.At.Slow(30);
        arguments["marker"] = marker;
        using var stop = new CancellationTokenSource();
        var called = on.It.CallAsync(tool, arguments, null, stop.Token);
        await (on.Leg.Fake is { } server ? Eventually.HoldsAsync(() => Call(server, marker) is not null, "the server has the call") : Task.Delay(400));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => called);
        await on.SaysAsync("plain");
        if (on.Leg.Fake is not { } fake) return;

        for (var tries = 0; tries < 100 && !Cancelled(fake, on.It.IsModern, marker); tries++) await Task.Delay(50);
        Assert.True(Cancelled(fake, on.It.IsModern, marker), "the server did not see that this very call was cancelled");
    }

    /// <summary>A connection that was closed in the newer era, a notification of it in the older.</summary>
    private static bool Cancelled(Fakes.Mcp.FakeMcpServer fake, bool modern, string marker)
    {
        if (Call(fake, marker) is not { } call) return false;

        var id = JsonNode.Parse(call.Body)!["id"];
        return modern ? call.Cancelled : fake.Seen.Of("notifications/cancelled").Any(one => JsonNode.DeepEquals(JsonNode.Parse(one.Body)!["params"]!["requestId"], id));
    }

    private static Fakes.Mcp.Seen.SeenRequest? Call(Fakes.Mcp.FakeMcpServer fake, string marker) =>
        fake.Seen.Of("tools/call").FirstOrDefault(one => Encoding.UTF8.GetString(one.Body).Contains(marker, StringComparison.Ordinal));

    private static async Task SessionEndedAsync(DotnetToolCase on)
    {
        if (!on.Resumes) throw DotnetToolCase.Lacks("it has no session that a client ends");

        await on.SaysAsync("plain");
        await on.It.Client.DisposeAsync();
        Assert.Equal([HttpStatusCode.OK], on.It.Http.Answers.Where(one => one.Method == HttpMethod.Delete).Select(one => one.Status));
    }

    private static async Task SideBySideAsync(DotnetToolCase on)
    {
        var words = Enumerable.Range(0, 20).Select(index => $"word-{index}.").ToArray();
        var said = await Task.WhenAll(words.Select(word => on.It.CallAsync(on.At.Text("echo", 0), new Dictionary<string, object?> { [on.At.Text("echo", 1)] = word })));
        Assert.All(words, (word, index) => Assert.Contains(word, DotnetToolCase.Text(said[index]), StringComparison.Ordinal));
    }

    private static async Task LargeAsync(DotnetToolCase on)
    {
        var arguments = new Dictionary<string, object?>();
        if (on.At.Text("large", 1) is { Length: > 0 } name) arguments[name] = new string('x', 1 << 20);
        Assert.True(DotnetToolCase.Text(await on.It.CallAsync(on.At.Text("large", 0), arguments)).Length >= 1 << 20);
    }
}
