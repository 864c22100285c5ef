using AiGateway.Sidecar.Bodies;

namespace AiGateway.Sidecar.Stages.Mcp;

/// <summary>
/// The server's side of one exchange: the request out, the bytes back. Where it may outlive the call, the end of the call leaves what is awaited under way, for <see cref="DrainAsync"/> to
/// read to its end; where it may not, it is closed with the call. Holds no block while it waits for a stream that is quiet.
/// </summary>
internal sealed class ServerWire(HttpMessageInvoker http, HttpRequestMessage request, BlockPool pool, bool outlives, Func<Stream, Stream>? filter = null) : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private HttpResponseMessage? _answer;
    private Stream? _stream;
    private Task? _pending;

    /// <summary>What came and was not taken yet.</summary>
    public Body Held { get; } = new(pool, isAnswer: true);

    public HttpResponseMessage Answer => _answer!;

    /// <summary>Sends the request and waits for the answer's head.</summary>
    public async Task OpenAsync(CancellationToken stopping)
    {
        _answer = await WaitAsync(http.SendAsync(request, TokenOf(stopping)), stopping);
        _stream = await _answer.Content.ReadAsStreamAsync(CancellationToken.None);
        if (filter is not null) _stream = filter(_stream);
    }

    /// <summary>Takes in more bytes; 0 at the end, -1 where there is no memory for them.</summary>
    /// <param name="quiet">Whether it may take long until they come.</param>
    /// <param name="stopping">Ends the wait.</param>
    public async ValueTask<int> ReadAsync(bool quiet, CancellationToken stopping)
    {
        if (quiet && Held.Length == 0) await ReadAsync(Memory<byte>.Empty, stopping);
        if (!Held.TryReserve(out var free)) return -1;
        var count = await ReadAsync(free, stopping);
        Held.Commit(count);
        if (Held.Length == 0) Held.Consume(0);
        return count;
    }

    /// <summary>Reads the answer to its end and drops it. The wire belongs to this from then on.</summary>
    public async Task DrainAsync(CancellationToken stopping)
    {
        await using var end = stopping.UnsafeRegister(static closing => ((CancellationTokenSource)closing!).Cancel(), _closing);
        try
        {
            if (_pending is Task<HttpResponseMessage> sending) _answer = await sending;
            else if (_pending is not null) await _pending;
            _stream ??= await Answer.Content.ReadAsStreamAsync(_closing.Token);
            do Held.Consume(Held.Length);
            while (await ReadAsync(quiet: true, _closing.Token) > 0);
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            // Nobody waits for it any more.
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Closes it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pending is not null) await CloseAsync(_pending);
        _answer?.Dispose();
        request.Dispose();
        Held.Dispose();
        _closing.Dispose();
    }

    private CancellationToken TokenOf(CancellationToken stopping) => outlives ? _closing.Token : stopping;

    private ValueTask<int> ReadAsync(Memory<byte> free, CancellationToken stopping)
    {
        var read = _stream!.ReadAsync(free, TokenOf(stopping));
        return read.IsCompleted || !outlives ? read : new(WaitAsync(read.AsTask(), stopping));
    }

    /// <summary>Waits for a step that may go on when the wait ends.</summary>
    private async Task<T> WaitAsync<T>(Task<T> step, CancellationToken stopping)
    {
        if (!outlives) return await step;
        _pending = step;
        var result = await step.WaitAsync(stopping);
        _pending = null;
        return result;
    }

    /// <summary>What is awaited still may write to a block: it ends before the block goes back.</summary>
    private async Task CloseAsync(Task pending)
    {
        await _closing.CancelAsync();
        try
        {
            if (pending is Task<HttpResponseMessage> sending) _answer = await sending;
            else await pending;
        }
        catch (Exception broken) when (UpstreamFault.Is(broken))
        {
            // It was closed.
        }
    }
}
