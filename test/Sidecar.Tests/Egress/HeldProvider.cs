using System.Collections.Concurrent;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>
/// A provider, a tool server and a site in one, which begin to answer and go on only when they are told to: what is open meanwhile ends by a cut alone. What goes on says <see cref="Fine"/>.
/// </summary>
internal sealed class HeldProvider : IAsyncDisposable
{
    /// <summary>The word of an answer that was not cut.</summary>
    public const string Fine = "fine";

    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentDictionary<string, int> _begun = new();
    private Upstream _upstream = null!;
    private int _open;

    public Uri BaseUrl => _upstream.BaseUrl;

    /// <summary>Exchanges that have begun here and not ended.</summary>
    public int Open => Volatile.Read(ref _open);

    public static async Task<HeldProvider> StartAsync()
    {
        var provider = new HeldProvider();
        provider._upstream = await Upstream.StartAsync(provider.AnswerAsync);
        return provider;
    }

    /// <summary>All that is open goes on to its end.</summary>
    public void Release() => _released.TrySetResult();

    /// <summary>How often a path was asked for.</summary>
    public int Begun(string path) => _begun.GetValueOrDefault(path);

    public ValueTask DisposeAsync() => _upstream.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        Interlocked.Increment(ref _open);
        try
        {
            await AnswerAsync(http, http.Request.Path.Value!, System.Text.Encoding.UTF8.GetString(_upstream.Calls.Last(call => call.Path == http.Request.Path).Body));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task AnswerAsync(HttpContext http, string path, string body)
    {
        if (body.Contains("\"notifications/", StringComparison.Ordinal))
        {
            http.Response.StatusCode = 202;
            return;
        }

        var streams = path.Contains("mcp", StringComparison.Ordinal) ? HttpMethods.IsGet(http.Request.Method) || body.Contains("/listen", StringComparison.Ordinal) : !body.Contains("\"whole\"", StringComparison.Ordinal);
        http.Response.ContentType = !streams ? "application/json" : path.Contains("files", StringComparison.Ordinal) ? "application/octet-stream" : "text/event-stream";
        if (streams) await Upstream.EventAsync(http, FirstOf(path));
        _begun.AddOrUpdate(path, 1, (_, count) => count + 1);
        await _released.Task.WaitAsync(http.RequestAborted);
        var last = LastOf(path, streams);
        if (streams) await Upstream.EventAsync(http, last);
        else await http.Response.WriteAsync(last);
    }

    private static string FirstOf(string path) =>
        path.Contains("mcp", StringComparison.Ordinal) ? """{"jsonrpc":"2.0","method":"notifications/message","params":{"level":"info","data":"some"}}"""
        : path.Contains("responses", StringComparison.Ordinal) ? """{"type":"response.output_text.delta","item_id":"i","output_index":0,"content_index":0,"delta":"some"}"""
        : """{"choices":[{"index":0,"delta":{"content":"some"}}]}""";

    private static string LastOf(string path, bool streams) => !streams
        ? path.Contains("mcp", StringComparison.Ordinal) ? McpHouse.Result(Fine) : """{"choices":[{"index":0,"message":{"role":"assistant","content":"fine"}}]}"""
        : FirstOf(path).Replace("some", Fine, StringComparison.Ordinal);
}
