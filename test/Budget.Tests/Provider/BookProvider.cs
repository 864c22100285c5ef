using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace AiGateway.Budget.Tests.Provider;

/// <summary>
/// A provider of OpenAI's chat completions that answers as scripts say and keeps its own book: what it billed is what it said as usage to the end. It holds all answers in the middle until it is
/// told to go on, so that as many calls are open at one time as a test wants.
/// </summary>
internal sealed partial class BookProvider(IReadOnlyList<Script> scripts) : IAsyncDisposable
{
    /// <summary>How a prompt names its script.</summary>
    public const string Mark = "script:";

    private readonly ConcurrentDictionary<int, int> _arrived = new();
    private readonly ConcurrentDictionary<int, long> _billed = new();
    private volatile TaskCompletionSource _gate = new();
    private WebApplication? _app;
    private int _open;
    private int _peak;

    public string BaseUrl => $"{_app!.Urls.Single()}/v1";

    /// <summary>What was billed, by script: the nanos of each call that was answered to its end.</summary>
    public IReadOnlyDictionary<int, long> Book => _billed;

    /// <summary>How often each script was called.</summary>
    public IReadOnlyDictionary<int, int> Arrived => _arrived;

    /// <summary>The most calls that were open at one time.</summary>
    public int Peak => Volatile.Read(ref _peak);

    public int Open => Volatile.Read(ref _open);

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(AnswerAsync);
        await _app.StartAsync();
    }

    /// <summary>From here on answers stop in the middle.</summary>
    public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Lets them go on.</summary>
    public void Release() => _gate.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        Release();
        if (_app is null) return;
        using var atOnce = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var script = scripts[int.Parse(Name().Match(await reader.ReadToEndAsync(http.RequestAborted)).Groups["id"].Value, CultureInfo.InvariantCulture)];
        _arrived.AddOrUpdate(script.Id, 1, (_, before) => before + 1);
        Enter();
        try
        {
            await (script.Streams ? StreamAsync(http, script) : WholeAsync(http, script));
            _billed[script.Id] = _billed.GetValueOrDefault(script.Id) + script.Nanos;
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The caller went away: nothing was billed, since nobody was told any usage.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private void Enter()
    {
        var open = Interlocked.Increment(ref _open);
        int peak;
        do peak = Peak;
        while (open > peak && Interlocked.CompareExchange(ref _peak, open, peak) != peak);
    }

    private async Task StreamAsync(HttpContext http, Script script)
    {
        http.Response.ContentType = "text/event-stream";
        await SayAsync(http, """{"id":"c","object":"chat.completion.chunk","created":1780000000,"model":"book","choices":[{"index":0,"delta":{"role":"assistant","content":"It is "},"finish_reason":null}]}""");
        await MiddleAsync(http, script);
        await SayAsync(http, """{"id":"c","object":"chat.completion.chunk","created":1780000000,"model":"book","choices":[{"index":0,"delta":{"content":"done."},"finish_reason":"stop"}]}""");
        await SayAsync(http, $$"""{"id":"c","object":"chat.completion.chunk","created":1780000000,"model":"book","choices":[],"usage":{{Usage(script)}}}""");
        await SayAsync(http, "[DONE]");
    }

    private async Task WholeAsync(HttpContext http, Script script)
    {
        await MiddleAsync(http, script);
        var body = Encoding.UTF8.GetBytes($$"""{"id":"c","object":"chat.completion","created":1780000000,"model":"book","choices":[{"index":0,"message":{"role":"assistant","content":"It is done."},"finish_reason":"stop"}],"usage":{{Usage(script)}}}""");
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }

    private async Task MiddleAsync(HttpContext http, Script script)
    {
        await _gate.Task.WaitAsync(http.RequestAborted);
        if (script.IsKilled) await Task.Delay(Timeout.Infinite, http.RequestAborted);
    }

    private static string Usage(Script script) => string.Create(CultureInfo.InvariantCulture,
        $$$"""{"prompt_tokens":{{{script.Input}}},"completion_tokens":{{{script.Output}}},"total_tokens":{{{script.Input + script.Output}}},"prompt_tokens_details":{"cached_tokens":{{{script.Cached}}} } }""");

    private static async Task SayAsync(HttpContext http, string data)
    {
        await http.Response.WriteAsync($"data: {data}\n\n", http.RequestAborted);
        await http.Response.Body.FlushAsync(http.RequestAborted);
    }

    [GeneratedRegex(Mark + @"(?<id>\d+)\.", RegexOptions.None, matchTimeoutMilliseconds: 60_000)]
    private static partial Regex Name();
}
