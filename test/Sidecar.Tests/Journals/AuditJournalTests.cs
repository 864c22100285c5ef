using System.Text.Json;
using AiGateway.Rig;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Journals;

/// <summary>No record is lost in silence: not behind a slow reader, not at the end, not by a broken pipe.</summary>
public sealed class AuditJournalTests
{
    [Fact]
    public async Task StopAsync_RecordsWait_AllAreWritten()
    {
        var records = new RecordStream();
        using var journal = await JournalAsync(records);
        for (var i = 0; i < 5000; i++) await journal.WriteAsync(RecordOf($"call-{i}"));

        await journal.StopAsync(new CancellationToken(canceled: true));

        var lines = await records.LinesAsync(5000);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => $"call-{i}"), lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("call").GetString()));
        Assert.Equal(0, journal.Lost);
    }

    [Fact]
    public async Task TryWrite_RefusedName_IsALineAmongTheOthersUntilTheJournalCloses()
    {
        var records = new RecordStream();
        using var journal = await JournalAsync(records);
        var refusal = new DnsRefusal(default, Given.Snapshot([]), "evil.example", "x.evil.example", "TXT", 7);
        await journal.WriteAsync(RecordOf("call-1"));
        Assert.True(journal.TryWrite(refusal));

        await journal.StopAsync(CancellationToken.None);

        var lines = await records.LinesAsync(2);
        Assert.Contains("\"kind\":\"dns\"", lines[1], StringComparison.Ordinal);
        Assert.False(journal.TryWrite(refusal));
    }

    [Fact]
    public async Task WriteAsync_NobodyReads_TheCallWaits()
    {
        var gate = new TaskCompletionSource();
        using var journal = await JournalAsync(new GatedStream(gate.Task), capacity: 2);
        var writes = Enumerable.Range(0, 2000).Select(i => journal.WriteAsync(RecordOf($"c{i}")).AsTask()).ToList();

        Assert.Contains(writes, write => !write.IsCompleted);
        gate.SetResult();
        await Task.WhenAll(writes).WithinBoundAsync();
        await journal.StopAsync(CancellationToken.None);
        Assert.Equal(0, journal.Lost);
    }

    [Fact]
    public async Task StopAsync_NobodyEverReads_EndsAndCountsWhatIsLost()
    {
        using var journal = await JournalAsync(new GatedStream(new TaskCompletionSource().Task), patience: TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 100; i++) await journal.WriteAsync(RecordOf($"c{i}"));

        await journal.StopAsync(CancellationToken.None).WithinBoundAsync();

        Assert.True(journal.Lost > 0);
    }

    [Fact]
    public async Task WriteAsync_PipeIsBroken_LossIsCountedAndTheJournalGoesOn()
    {
        var stream = new GatedStream(Task.FromException(new IOException("Broken pipe")));
        using var journal = await JournalAsync(stream);

        await journal.WriteAsync(RecordOf("c1"));
        await journal.StopAsync(CancellationToken.None);

        Assert.Equal(1, journal.Lost);
    }

    [Fact]
    public async Task WriteAsync_HostileModelName_StaysInItsStringAndItsLine()
    {
        var records = new RecordStream();
        using var journal = await JournalAsync(records);
        const string Model = "x\",\"decision\":\"allowed\u2028\u202e</script>\U0001F600";
        var record = RecordOf("c1");
        record.Call = new() { Operation = Operation.Chat, Dialect = Dialect.OpenAi, Model = Model };

        await journal.WriteAsync(record);

        var line = (await records.LinesAsync(1)).Single();
        Assert.True(System.Text.Ascii.IsValid(line));
        Assert.Equal(Model, JsonDocument.Parse(line).RootElement.GetProperty("gen_ai.request.model").GetString());
    }

    private static async Task<AuditJournal> JournalAsync(Stream stream, int capacity = 8192, TimeSpan? patience = null)
    {
        var options = new AuditJournalOptions { Open = () => stream, Capacity = capacity, Patience = patience ?? TimeSpan.FromSeconds(20) };
        var journal = new AuditJournal(options, TimeProvider.System, NullLogger<AuditJournal>.Instance);
        await journal.StartAsync(CancellationToken.None);
        return journal;
    }

    private static CallRecord RecordOf(string id) => new(id, DateTimeOffset.UnixEpoch, 0);

    private sealed class GatedStream(Task gate) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            await gate;
        }
    }
}
