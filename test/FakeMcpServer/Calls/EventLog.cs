using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;

namespace AiGateway.Fakes.Mcp.Calls;

/// <summary>
/// What one stream has said so far, in order. Connections read from it: one that comes back with Last-Event-ID reads on where the other stopped,
/// and what is said while nobody reads is kept.
/// </summary>
internal sealed class EventLog(string? name)
{
    private readonly Lock _lock = new();
    private readonly List<byte[]> _events = [];
    private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _complete;
    private int _connection;
    private int _cut;
    private int _delivered;
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once the answer is a stream: something was said before the response, or a stream was asked for.</summary>
    public Task Opened => _opened.Task;

    /// <summary>Done once somebody reads.</summary>
    public Task Connected => _connected.Task;

    /// <summary>The first event that no connection has read.</summary>
    public int Undelivered => _delivered;

    /// <summary>The last message; null where there is none.</summary>
    public byte[]? Last => _events.Count > 0 ? _events[^1] : null;

    /// <summary>The id of an event; null on streams that cannot be resumed.</summary>
    public string? IdOf(int index) => name is null ? null : $"{name}_{index}";

    /// <summary>Makes the answer a stream; primed, it begins with an event that has an id and no data (2025-11-25, transports, "Sending Messages").</summary>
    public void Open(bool primed)
    {
        lock (_lock)
        {
            if (primed && _events.Count == 0) _events.Add([]);
        }
        _opened.TrySetResult();
        Signal();
    }

    /// <summary>Says something that is not the response.</summary>
    public void Append(JsonNode message)
    {
        Add(message);
        _opened.TrySetResult();
        Signal();
    }

    /// <summary>Says the last word, or none.</summary>
    public void Finish(JsonNode? response)
    {
        if (response is not null) Add(response);
        _complete = true;
        Signal();
    }

    /// <summary>Ends the connection that reads now; the stream lives on.</summary>
    public void Disconnect()
    {
        lock (_lock)
        {
            _connection++;
            _cut = _events.Count;
        }
        Signal();
    }

    /// <summary>A new reader takes the place of an older one.</summary>
    public int Connect()
    {
        lock (_lock)
        {
            _cut = _events.Count;
            _connection++;
            _connected.TrySetResult();
            return _connection;
        }
    }

    /// <summary>What follows the given place, whether this reader is then done, and what to wait for if not. One that lost its place gets what was said before.</summary>
    public (byte[][] Events, bool Done, Task Changed) Read(int from, int connection)
    {
        lock (_lock)
        {
            var events = _events.Take(connection == _connection ? _events.Count : _cut).Skip(from).ToArray();
            _delivered = Math.Max(_delivered, from + events.Length);
            return (events, _complete || connection != _connection, _changed.Task);
        }
    }

    private void Add(JsonNode message)
    {
        var bytes = JsonBytes.Of(message);
        lock (_lock) _events.Add(bytes);
    }

    private void Signal()
    {
        TaskCompletionSource changed;
        lock (_lock) (changed, _changed) = (_changed, new(TaskCreationOptions.RunContinuationsAsynchronously));
        changed.TrySetResult();
    }
}
