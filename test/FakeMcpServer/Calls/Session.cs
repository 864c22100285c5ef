using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>What the older era keeps of a client between its requests.</summary>
internal sealed class Session(bool resumable)
{
    private readonly ConcurrentDictionary<string, EventLog> _streams = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource<JsonObject>> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _running = new(StringComparer.Ordinal);
    private int _numbers;

    public string Id { get; } = Guid.NewGuid().ToString("N");

    public string Version { get; private set; } = Revisions.TwoUrls;

    public JsonObject Capabilities { get; private set; } = [];

    public string? LogLevel { get; set; }

    /// <summary>The resources whose changes it wants to hear of.</summary>
    public ConcurrentDictionary<string, byte> Watched { get; } = new(StringComparer.Ordinal);

    /// <summary>The stream of the GET request: what belongs to no request.</summary>
    public EventLog Standalone { get; } = new(resumable ? "0" : null);

    /// <summary>Whether a stream begins with an event without data; older clients would choke on it.</summary>
    public bool Primes => resumable && Revisions.IsAtLeast(Version, Revisions.NewestLegacy);

    /// <summary>Takes what <c>initialize</c> says; a revision that is not spoken gives way to the newest of the era.</summary>
    public void Introduce(JsonObject parameters)
    {
        var asked = parameters["protocolVersion"].Text();
        Version = asked is not null && Revisions.IsLegacy(asked) ? asked : Revisions.NewestLegacy;
        Capabilities = parameters.Object("capabilities").OrEmpty();
    }

    public EventLog OpenStream()
    {
        var name = Interlocked.Increment(ref _numbers).ToString(CultureInfo.InvariantCulture);
        return _streams[name] = new(name);
    }

    /// <summary>The stream of an event id and the place behind that event.</summary>
    public (EventLog Log, int From)? Resume(string eventId)
    {
        if (eventId.Split('_') is not [var name, var place] || !int.TryParse(place, CultureInfo.InvariantCulture, out var index)) return null;
        if (name == "0") return (Standalone, index + 1);
        return _streams.TryGetValue(name, out var log) ? (log, index + 1) : null;
    }

    /// <summary>Asks the client on this stream; the answer comes in a request of its own.</summary>
    public async Task<JsonObject> AskAsync(EventLog log, string method, JsonObject parameters, CancellationToken cancellationToken)
    {
        var id = $"ask-{Interlocked.Increment(ref _numbers)}";
        var answer = _asked[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            log.Append(Rpc.Request(id, method, parameters));
            return await answer.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _asked.TryRemove(id, out _);
        }
    }

    /// <summary>Takes the client's response; one that nobody waits for is dropped.</summary>
    public void Settle(RpcMessage response)
    {
        if (response.Id.Text() is not { } id || !_asked.TryGetValue(id, out var answer)) return;

        if (response.Whole.Object("result") is { } result) answer.TrySetResult(result);
        else answer.TrySetException(new ClientRefusal(response.Whole.Object("error")?["message"].Text() ?? "The client answered with an error"));
    }

    /// <summary>A token that <see cref="Cancel"/> with the same id cancels.</summary>
    public CancellationToken Begin(JsonNode id) => (_running[JsonBytes.Text(id)] = new()).Token;

    public void End(JsonNode id)
    {
        if (_running.TryRemove(JsonBytes.Text(id), out var running)) running.Dispose();
    }

    public void Cancel(JsonNode? id)
    {
        if (id is not null && _running.TryGetValue(JsonBytes.Text(id), out var running)) running.Cancel();
    }

    /// <summary>Ends everything that is open.</summary>
    public void Close()
    {
        foreach (var running in _running.Values) running.Cancel();
        Standalone.Finish(null);
    }
}
