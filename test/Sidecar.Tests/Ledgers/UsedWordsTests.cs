using AiGateway.Contracts;
using AiGateway.Sidecar.Ledgers;

namespace AiGateway.Sidecar.Tests.Ledgers;

public sealed class UsedWordsTests
{
    private readonly UsedLedger _ledger = new();
    private readonly UsedWords _words;

    public UsedWordsTests() => _words = new(_ledger, new("0123456789abcdef"));

    [Fact]
    public void TryNext_NothingUsed_SaysNothing() => Assert.False(_words.TryNext(out _));

    [Fact]
    public void TryNext_AfterEachChange_SaysAllOfIt()
    {
        Add("fast");
        Assert.True(_words.TryNext(out var first));
        Assert.False(_words.TryNext(out _));
        Add("slow");
        Assert.True(_words.TryNext(out var second));

        Assert.Equal(("used", "0123456789abcdef"), (first.Type, first.Used!.Epoch));
        Assert.True(second.Used!.Sequence > first.Used.Sequence);
        Assert.Equal(["fast", "slow"], second.Used!.Things.Select(thing => thing.Name));
    }

    [Fact]
    public void TryNext_NewStream_SaysItAgain()
    {
        Add("fast");
        _words.TryNext(out _);

        _words.Forget();

        Assert.True(_words.TryNext(out var again));
        Assert.Single(again.Used!.Things);
    }

    private void Add(string model) => _ledger.Add(new(UsedKind.Model, model), 1, 0, DateTimeOffset.UnixEpoch);
}
