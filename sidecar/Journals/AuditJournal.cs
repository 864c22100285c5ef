using System.Buffers;
using System.Text.Json;
using System.Threading.Channels;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Journals;

/// <summary>
/// One JSON line a call, one a connection to the outside, and some of refused names. Never drops in silence: when records come faster than they can be written the calls wait, and at the end what waits is
/// written. Not a log: it holds who, what and why, and never a prompt or a key.
/// </summary>
internal sealed partial class AuditJournal(AuditJournalOptions options, TimeProvider clock, ILogger<AuditJournal> logger) : IHostedService, IDisposable
{
    private const int BatchBytes = 64 * 1024;

    private readonly Channel<Entry> _records = Channel.CreateBounded<Entry>(new BoundedChannelOptions(options.Capacity)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private readonly ArrayBufferWriter<byte> _batch = new(BatchBytes);
    private Stream? _stream;
    private Task? _writing;
    private int _underWay;
    private long _lost;

    /// <summary>Records that could not be written, each of them also told in the log.</summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Hands a record over; waits while the journal is behind.</summary>
    public ValueTask WriteAsync(CallRecord record) => WriteAsync(new Entry(record, null, null));

    /// <summary>Likewise for a connection's.</summary>
    public ValueTask WriteAsync(EgressRecord record) => WriteAsync(new Entry(null, record, null));

    /// <summary>Likewise for refused names; false where the journal is behind or has closed, and then they are told with the next.</summary>
    public bool TryWrite(DnsRefusal refusal) => _records.Writer.TryWrite(new Entry(null, null, refusal));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _stream = options.Open();
        _writing = WriteAllAsync(_stream);
        return Task.CompletedTask;
    }

    /// <summary>Takes no more records and ends when what waits is written, even where the time to stop is already up: only a stuck reader of ours is left behind.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _records.Writer.TryComplete();
        try
        {
            if (_writing is not null) await _writing.WaitAsync(options.Patience, clock, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            Lose(_records.Reader.Count + Volatile.Read(ref _underWay), "nobody reads them");
        }
    }

    public void Dispose() => _stream?.Dispose();

    private async ValueTask WriteAsync(Entry entry)
    {
        if (_records.Writer.TryWrite(entry)) return;
        try
        {
            await _records.Writer.WriteAsync(entry);
        }
        catch (ChannelClosedException)
        {
            Lose(1, "the journal has closed");
        }
    }

    private async Task WriteAllAsync(Stream stream)
    {
        await using var json = new Utf8JsonWriter(_batch, new JsonWriterOptions { SkipValidation = true });
        while (await _records.Reader.WaitToReadAsync())
        {
            var count = FillBatch(json);
            Volatile.Write(ref _underWay, count);
            try
            {
                await stream.WriteAsync(_batch.WrittenMemory);
                await stream.FlushAsync();
            }
            catch (IOException failure)
            {
                Lose(count, failure.Message);
            }

            Volatile.Write(ref _underWay, 0);
            _batch.ResetWrittenCount();
        }
    }

    private int FillBatch(Utf8JsonWriter json)
    {
        var count = 0;
        while (_batch.WrittenCount < BatchBytes && _records.Reader.TryRead(out var entry))
        {
            if (entry.Call is { } call) AuditLine.Write(json, call, clock);
            else if (entry.Egress is { } egress) EgressLine.Write(json, egress, clock);
            else DnsLine.Write(json, entry.Names!);
            json.Flush();
            json.Reset();
            _batch.Write("\n"u8);
            count++;
        }

        return count;
    }

    private void Lose(int count, string why)
    {
        Interlocked.Add(ref _lost, count);
        Log.Lost(logger, count, why);
    }

    /// <summary>One of the three.</summary>
    private readonly record struct Entry(CallRecord? Call, EgressRecord? Egress, DnsRefusal? Names);

    private static partial class Log
    {
        [LoggerMessage(3001, LogLevel.Error, "{Count} audit records could not be written: {Why}")]
        public static partial void Lost(ILogger logger, int count, string why);
    }
}
