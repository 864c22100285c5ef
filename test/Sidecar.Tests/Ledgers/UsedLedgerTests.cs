using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Tests.Ledgers;

public sealed class UsedLedgerTests
{
    private static readonly DateTimeOffset s_at = new(2026, 1, 1, 10, 20, 59, TimeSpan.Zero);

    private readonly UsedLedger _ledger = new();

    [Fact]
    public void Add_SameThing_CountsAndKeepsTheLastMinute()
    {
        _ledger.Add(new(UsedKind.Tool, "add", "calc"), 1, 0, s_at);
        _ledger.Add(new(UsedKind.Tool, "add", "calc"), 1, 1, s_at.AddMinutes(5));
        _ledger.Add(new(UsedKind.Tool, "add", "calc"), 0, 1, s_at.AddMinutes(-5));

        Assert.Equal(new UsedThing { Kind = UsedKind.Tool, Name = "calc/add", Used = 2, Denied = 2, At = new(2026, 1, 1, 10, 25, 0, TimeSpan.Zero) }, Assert.Single(_ledger.ToThings()));
        Assert.Equal(3, _ledger.Changes);
    }

    [Theory]
    [InlineData(UsedKind.Model, "gpt", "", 0, "gpt")]
    [InlineData(UsedKind.Resource, "file:///a b", "docs", 0, "docs file:///a b")]
    [InlineData(UsedKind.Prompt, "p", "docs", 0, "docs/p")]
    [InlineData(UsedKind.Outside, "pypi.org", "", 443, "pypi.org:443")]
    [InlineData(UsedKind.Outside, "2001:db8::1", "", 22, "[2001:db8::1]:22")]
    public void Text_OfEachKind_IsAsTheWireHasIt(UsedKind kind, string name, string of, int port, string text) => Assert.Equal(text, new UsedKey(kind, name, of, port).Text);

    [Fact]
    public void Add_NameTooLong_IsNotTold()
    {
        _ledger.Add(new(UsedKind.Model, new string('m', UsedThing.MaxName)), 1, 0, s_at);
        _ledger.Add(new(UsedKind.Model, ""), 1, 0, s_at);

        Assert.Empty(_ledger.ToThings());
    }

    [Fact]
    public void Add_MadeUpNames_PushOutMadeUpNamesAlone()
    {
        _ledger.Add(new(UsedKind.Model, "fast"), 1, 0, s_at);
        _ledger.Add(new(UsedKind.Tool, "add", "calc"), 1, 0, s_at);
        _ledger.Add(new(UsedKind.Outside, "evil.example", Port: 443), 0, 1, s_at);

        for (var index = 0; index < 3 * UsedWord.MaxThings; index++) _ledger.Add(new(UsedKind.Model, $"made-up-{index}"), 0, 1, s_at.AddMinutes(1 + index));

        var things = _ledger.ToThings();
        Assert.Equal(UsedWord.MaxThings, things.Length);
        Assert.Equal(["calc/add", "evil.example:443", "fast"], things.Select(thing => thing.Name).Where(name => !name.StartsWith("made-up", StringComparison.Ordinal)).Order());
        Assert.Contains(things, thing => thing.Name == $"made-up-{(3 * UsedWord.MaxThings) - 1}");
    }

    [Fact]
    public void Add_KnownThing_TakesNothingFromTheHeap()
    {
        void Count()
        {
            _ledger.Add(new(UsedKind.Model, "fast"), 1, 0, s_at);
            _ledger.Add(new(UsedKind.Tool, "add", "calc"), 1, 0, s_at);
            _ledger.Add(new(UsedKind.Outside, "pypi.org", Port: 443), 1, 0, s_at);
        }

        for (var round = 0; round < 100; round++) Count();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++) Count();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ToThings_ManyThings_AreOrderedByKindAndName()
    {
        foreach (var (kind, name) in new[] { (UsedKind.Outside, "b"), (UsedKind.Model, "b"), (UsedKind.Model, "B"), (UsedKind.Endpoint, "files") }) _ledger.Add(new(kind, name, Port: kind == UsedKind.Outside ? 1 : 0), 1, 0, s_at);

        Assert.Equal(["B", "b", "files", "b:1"], _ledger.ToThings().Select(thing => thing.Name));
    }
}
