using System.Text;
using System.Text.Json;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Egress.Dns;
using AiGateway.Sidecar.Journals;
using AiGateway.Sidecar.Snapshots;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Egress.Dns;

public sealed class DnsRefusalsTests
{
    private readonly ManualTime _time = new();
    private readonly List<DnsRefusal> _told = [];
    private readonly Snapshot _snapshot = Given.Snapshot([]);
    private readonly DnsRefusals _refusals;
    private bool _isFull;

    public DnsRefusalsTests() => _refusals = new(refusal =>
    {
        if (!_isFull) _told.Add(refusal);
        return !_isFull;
    }, _time);

    [Fact]
    public void Add_Tunnel_IsToldOnceAMinuteWithItsCount()
    {
        for (var query = 0; query < 1000; query++) Add($"{query:x8}.data.evil.example");
        _time.Advance(TimeSpan.FromMinutes(1));
        Add("last.evil.example");

        Assert.Equal([("evil.example", 1L), ("evil.example", 1000L)], _told.Select(refusal => (refusal.Suffix, refusal.Count)));
        Assert.Equal("last.evil.example", _told[1].Example);
    }

    [Fact]
    public void Add_MoreSuffixesThanAreToldApart_ShareALine()
    {
        for (var query = 0; query < 1000; query++) Add($"a.{query}.example");
        for (var query = 0; query < 5000; query++) Add($"zone{query}.test");

        Assert.Equal(DnsRefusals.MaxSuffixes + 1, _told.Count);
        _time.Advance(TimeSpan.FromMinutes(1));
        Add("c.another.test");
        Assert.True(_told.Count <= DnsRefusals.MaxSuffixes + 2);
    }

    [Fact]
    public void Add_JournalBehind_IsToldWithTheNext()
    {
        _isFull = true;
        Add("a.evil.example");
        _isFull = false;
        Add("b.evil.example");

        Assert.Equal(2, Assert.Single(_told).Count);
    }

    [Fact]
    public void Write_NameOfAnAttacker_StaysOneLineAndEscaped()
    {
        Add("\"},{\"decision\":\"allowed\".evil.example");
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) DnsLine.Write(json, Assert.Single(_told));

        using var line = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        Assert.Equal("denied", line.RootElement.GetProperty("decision").GetString());
        Assert.Equal("not_listed", line.RootElement.GetProperty("reason").GetString());
        Assert.Equal("\"},{\"decision\":\"allowed\".evil.example", line.RootElement.GetProperty("dns.question.name").GetString());
        Assert.Equal(("A", 1L), (line.RootElement.GetProperty("type").GetString(), line.RootElement.GetProperty("count").GetInt64()));
        Assert.Equal("shop", line.RootElement.GetProperty("agent").GetProperty("namespace").GetString());
    }

    private void Add(string name) => _refusals.Add(new() { Id = 1, Flags = 0, Question = default, Name = name, Type = GivenDns.A, Class = 1 }, _snapshot);
}
