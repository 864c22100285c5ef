using System.Collections.Concurrent;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What a case has at hand: the client, the leg that it stands on, and what the server is asked.</summary>
internal sealed record DotnetToolCase(DotnetToolClient It, ToolLeg Leg, ToolFacts At)
{
    public bool Resumes => Leg.Transport != "sse" && !It.IsModern;

    public static string Text(CallToolResult result) => string.Join('\n', result.Content.OfType<TextContentBlock>().Select(part => part.Text));

    /// <summary>The case has no meaning here; the explanations say why.</summary>
    public static NotSupportedException Lacks(string what) => new($"n/a: {what}");

    /// <summary>Calls the tool of a fact, whose third place is what it must say.</summary>
    public async Task SaysAsync(string fact) => Assert.Contains(At.Text(fact, 2), Text(await It.CallAsync(At.Call(fact))), StringComparison.Ordinal);

    /// <summary>What makes a server tell something: a word to the fixture, or a tool of its own.</summary>
    public async Task HappensAsync(string fact)
    {
        await It.ListensAsync();
        if (At.Member(fact, "post") is not { } post)
        {
            await It.CallAsync(At.CallOf(fact));
            return;
        }
        using var http = new HttpClient();
        (await http.PostAsync(new Uri(Leg.Admin + post), null)).EnsureSuccessStatusCode();
    }

    /// <summary>
    /// None twice, and at least so many: what comes together with the answer the client may leave out, and it hands out what comes together in any order.
    /// </summary>
    public static void Counted(Steps came, int least)
    {
        var steps = came.All.Select(progress => (int)progress).ToArray();
        Assert.True(steps.Length >= least, $"{steps.Length} came");
        Assert.Equal(steps.Distinct(), steps);
        Assert.All(steps, step => Assert.InRange(step, 1, 10));
    }

    /// <summary>How far a call is, as it was told.</summary>
    internal sealed class Steps : IProgress<ProgressNotificationValue>
    {
        public ConcurrentQueue<double> All { get; } = new();

        public void Report(ProgressNotificationValue value) => All.Enqueue(value.Progress);
    }
}
