using System.Net;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Meters;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;
using Microsoft.Extensions.Logging.Abstractions;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>What a connection leaves behind: one line of audit, and counts without a word of the agent's.</summary>
public sealed class EgressClosingTests : IAsyncDisposable
{
    private readonly RecordStream _lines = new();
    private readonly ManualTime _time = new();
    private readonly EgressMeters _meters = new();
    private readonly CallTotals _totals = new();
    private readonly AuditJournal _journal;
    private readonly EgressClosing _closing;
    private readonly Snapshot _snapshot = GivenEgress.Snapshot(GivenEgress.Policy("*.example.com 10.0.0.0/8:5432 -evil.example.com"), GivenEgress.Audit("-trial.example.com"));

    public EgressClosingTests()
    {
        _journal = new(new() { Open = () => _lines }, _time, NullLogger<AuditJournal>.Instance);
        _closing = new(_meters, _totals, new(new()), _journal, _time);
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.StopAsync(CancellationToken.None);
        _journal.Dispose();
    }

    [Fact]
    public async Task Close_Tunnel_LeavesOneLineThatSaysWhereAndWhy()
    {
        var record = RecordOf("x.example.com@192.0.2.7:443", EgressVia.Transparent);
        _time.Advance(TimeSpan.FromMilliseconds(1500));
        (record.Connected, record.BytesIn, record.BytesOut, record.End) = (IPEndPoint.Parse("192.0.2.9:443"), 10, 2000, EgressEnd.ServerClosed);

        var line = await CloseAsync(record);

        Assert.Equal(
            """{"kind":"egress","connection":"c1","via":"transparent","server.address":"x.example.com","server.port":443,"dialled":"192.0.2.7","network.peer.address":"192.0.2.9","network.peer.port":443,"decision":"allowed","action":"tunnel","reason":"allowed","policy":"shop/base","rule":"egress.allow: *.example.com","bytesIn":10,"bytesOut":2000,"durationMs":1500,"revision":"r1","ended":"server_closed"}""",
            WithoutTimeAndAgent(line));
        Assert.Equal("buyer-7d9f-x2", line.GetProperty("agent").GetProperty("pod").GetString());
    }

    [Theory]
    [InlineData("evil.example.com@192.0.2.7:443", "evil.example.com", "deny", "denied", "egress.deny: evil.example.com", "denied")]
    [InlineData("?@192.0.2.7:443", "192.0.2.7", "deny", "name_unknown", "egress.deny: evil.example.com", "denied")]
    [InlineData("[::ffff:10.1.2.3]:5432", "10.1.2.3", "tunnel", "allowed", "egress.allow: 10.0.0.0/8:5432", "allowed")]
    [InlineData("192.0.2.7:22", "192.0.2.7", "deny", "not_allowed", "egress.allow", "denied")]
    [InlineData("127.0.0.1:15081", "127.0.0.1", "deny", "not_redirected", "", "refused")]
    public async Task Close_AnyVerdict_IsTold(string to, string server, string action, string reason, string rule, string decision)
    {
        var line = await CloseAsync(RecordOf(to, EgressVia.Connect));

        Assert.Equal((server, action, reason, rule, decision), (Text(line, "server.address"), Text(line, "action"), Text(line, "reason"), Text(line, "rule"), Text(line, "decision")));
        Assert.Equal(("connect", "not_opened"), (Text(line, "via"), Text(line, "ended")));
    }

    [Fact]
    public async Task Close_CutTunnel_SaysWhatLetItInAndWhatCutIt()
    {
        var record = RecordOf("x.example.com:443", EgressVia.Connect);
        (record.End, record.Cut) = (EgressEnd.Cut, EgressVerdict.Deny(EgressReason.Suspended, "shop/base", "suspended"));

        var line = await CloseAsync(record);

        Assert.Equal(("allowed", "cut", "egress.allow: *.example.com"), (Text(line, "decision"), Text(line, "ended"), Text(line, "rule")));
        Assert.Equal("""{"action":"deny","reason":"agent_suspended","policy":"shop/base","rule":"suspended"}""", line.GetProperty("cut").GetRawText());
    }

    [Fact]
    public async Task Close_WouldBeDenied_IsTold() => Assert.Equal("shop/trial: egress.deny: trial.example.com", Text(await CloseAsync(RecordOf("trial.example.com:443", EgressVia.Connect)), "wouldDeny"));

    [Fact]
    public async Task Close_HostileName_IsBoundedAndStaysInItsStringAndItsLine()
    {
        var record = RecordOf("127.0.0.1:1", EgressVia.Http);
        record.Asked = "x\",\"decision\":\"allowed\"\n\u2028</script>" + new string('\u00e9', 5000);

        await CloseAsync(record);

        var line = Assert.Single(await _lines.LinesAsync(1));
        Assert.True(System.Text.Ascii.IsValid(line));
        Assert.InRange(line.Length, 100, 3000);
        Assert.Equal(record.Asked[..256], JsonDocument.Parse(line).RootElement.GetProperty("server.address").GetString());
    }

    [Fact]
    public async Task Close_NoRules_HasNoAgentAndNoRevision()
    {
        var record = _closing.Open("c1", EgressVia.Transparent);
        record.Verdict = EgressVerdict.Deny(EgressReason.NotReady);

        var line = await CloseAsync(record);

        Assert.Equal(("not_ready", "refused"), (Text(line, "reason"), Text(line, "decision")));
        Assert.False(line.TryGetProperty("agent", out _) || line.TryGetProperty("revision", out _) || line.TryGetProperty("server.address", out _));
    }

    [Fact]
    public async Task Close_SomeConnections_AreCountedOnceAndAsNoCalls()
    {
        foreach (var to in new[] { "x.example.com:443", "y.example.com:443", "trial.example.com:443", "evil.example.com:443", "evil.example.com:80", "127.0.0.1:15081" })
        {
            var record = RecordOf(to, EgressVia.Connect);
            (record.BytesIn, record.BytesOut) = (3, 5);
            await _closing.CloseAsync(record);
        }

        var page = new MetricsPage(new(_time), new(new(_time)), _meters, []).Render();
        var report = _totals.ToReport("e", 1);
        Assert.Contains("aigateway_egress_connections_total{action=\"tunnel\",reason=\"allowed\",via=\"connect\"} 3\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_egress_connections_total{action=\"deny\",reason=\"denied\",via=\"connect\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_egress_connections_total{action=\"deny\",reason=\"not_redirected\",via=\"connect\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_egress_bytes_total{direction=\"in\"} 18\n", page, StringComparison.Ordinal);
        Assert.Contains("aigateway_egress_bytes_total{direction=\"out\"} 30\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("example", page, StringComparison.Ordinal);
        Assert.Equal((0, 2, 1, 0), (report.Calls, report.Denied, report.WouldDeny, report.Failed));
    }

    private EgressRecord RecordOf(string to, EgressVia via)
    {
        var record = _closing.Open("c1", via);
        var (at, colon) = (to.IndexOf('@', StringComparison.Ordinal), to.LastIndexOf(':'));
        var dialled = IPEndPoint.TryParse(to[(at + 1)..], out var parsed) ? parsed : null;
        var name = at > 0 && to[0] != '?' ? to[..at] : dialled is null ? to[..colon] : null;
        record.Snapshot = _snapshot;
        record.Ask = new() { Name = name, Port = int.Parse(to[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture), Dialled = dialled, Peeked = at >= 0 };
        record.Verdict = _snapshot.Egress.DecideAgain(record.Ask);
        return record;
    }

    private async Task<JsonElement> CloseAsync(EgressRecord record)
    {
        await _journal.StartAsync(CancellationToken.None);
        await _closing.CloseAsync(record);
        return await _lines.SingleAsync();
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();

    private static string WithoutTimeAndAgent(JsonElement line) =>
        JsonSerializer.Serialize(line.EnumerateObject().Where(member => member.Name is not ("time" or "agent")).ToDictionary(member => member.Name, member => member.Value));
}
