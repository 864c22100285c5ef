using AiGateway.Contracts.Limits;
using AiGateway.Operator.Leases;

namespace AiGateway.Operator.Tests.Leases;

/// <summary>What an agent may try by the keys that it names.</summary>
public sealed class LedgerAttackTests
{
    private const long Noon = 1_790_251_200_000;

    [Fact]
    public void Keys_MadeUpByManyProcessesAllTheTime_LeaveTheLedgerReadableAndCountWhatTheyWereLetInFor()
    {
        var terms = new LedgerTerms { Unit = LimitUnit.Requests, Amount = 1_000_000, Window = 3_600_000, MaxOut = 1000 };
        var book = new LedgerBook(new(LimitScope.Agent, "team/base/users", "team/Deployment/web"), terms, Noon);
        var letIn = new HashSet<string>();

        for (var minute = 1; minute <= 59; minute++)
        {
            for (var pod = 0; pod < 4; pod++) Say(book, pod, minute, letIn);
            Assert.NotNull(book.Write());
        }

        var again = LedgerText.Read(book.Write()!.Text, terms, Noon)!;
        Assert.InRange(letIn.Count, 1000, 4 * SliceWord.MaxSlices - 1);
        Assert.All(letIn, key => Assert.Equal(59, again[key].Spent));
        Assert.Equal(59, again[""].Spent);
    }

    private static void Say(LedgerBook book, int pod, int minute, HashSet<string> letIn)
    {
        var id = HolderId.Of($"pod-{pod}", "e");
        if (pod == 0) book.Count("", id)!.Hear(id, Used(minute), minute, Noon + (minute * 60_000));
        for (var user = 0; user < SliceWord.MaxSlices; user++)
        {
            var key = $"{pod}-{user}".PadLeft(64, 'a');
            if (book.Count(key, id) is not { } ledger) continue;
            ledger.Hear(id, Used(minute), minute, Noon + (minute * 60_000));
            letIn.Add(key);
        }
    }

    private static SliceState Used(long used) => new() { Limit = "team/base/users", Scope = LimitScope.Agent, Granted = 0, Used = used };
}
