using AiGateway.Contracts;
using AiGateway.Operator.Registry;
using AiGateway.Operator.Resources.Agents;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Registry;

public sealed class AgentAccountTests
{
    private static readonly DateTimeOffset s_now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// Whatever is repeated, late, or counted again after a leader begins from a status: once the last words of all processes have been heard, the totals are what they did.
    /// </summary>
    [Fact]
    public void Hear_AnyOrderOverAnyLeaders_IsExact() => Prop.ForAll<ushort[]>(IsExact).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    private static bool IsExact(ushort[] steps)
    {
        var did = new long[4];
        var said = new List<(int Process, long Sequence, long Calls)>();
        var account = new AgentAccount();
        var written = new AgentStatus();
        foreach (var step in steps)
        {
            var process = step % did.Length;
            switch (step / 4 % 5)
            {
                case 0 or 1:
                    did[process] += 1 + (step % 7);
                    said.Add((process, said.Count + 1, did[process]));
                    Hear(account, said[^1]);
                    break;
                case 2 when said.Count > 0:
                    Hear(account, said[step % said.Count]);
                    break;
                case 3:
                    written = AccountStatus.AddTo(new(), account);
                    break;
                default:
                    account = AccountStatus.Read(written, s_now);
                    break;
            }
        }

        foreach (var last in said.GroupBy(word => word.Process).Select(words => words.Last())) Hear(account, last);

        return did.Sum() == account.Total.Calls && did.Sum() == account.Things.Values.Sum(total => total.Count.Used);
    }

    [Fact]
    public void Status_WrittenAndReadBack_IsTheSame()
    {
        var account = new AgentAccount();
        Hear(account, (1, 4, 12));
        Hear(account, (2, 1, 3));
        var status = AccountStatus.AddTo(new(), account);

        Assert.Equal(AgentJson.PartOf(status).ToArray(), AgentJson.PartOf(AccountStatus.AddTo(new(), AccountStatus.Read(status, s_now))).ToArray());
    }

    [Fact]
    public void Hear_ThingThatWasForgottenMeanwhile_CountsOn()
    {
        var account = new AgentAccount();
        account.Hear("pod", Word(("m", 9)) with { Sequence = 1 }, s_now);
        account.Hear("pod", Word() with { Sequence = 2 }, s_now);
        account.Hear("pod", Word(("m", 2)) with { Sequence = 3 }, s_now);

        Assert.Equal(11, account.Things.Values.Single().Count.Used);
    }

    [Fact]
    public void Status_OfAnAgentThatMakesNamesUp_StaysSmall()
    {
        var account = new AgentAccount();
        for (var pod = 0; pod < 3000; pod++)
        {
            account.Hear($"{pod:x8}-0000-0000-0000-000000000000", new Report { Epoch = "0123456789abcdef", Sequence = 1, Calls = long.MaxValue, CostNanos = long.MaxValue, InputTokens = long.MaxValue }, s_now);
            if (pod < 40) account.Hear($"{pod:x8}-0000-0000-0000-000000000000", Word([.. Enumerable.Range(0, 512).Select(index => ($"{pod}-{index}-".PadRight(500, 'n'), (long)index))]) with { Epoch = "0123456789abcdef" }, s_now);
        }

        Assert.InRange(AgentJson.PartOf(AccountStatus.AddTo(new(), account)).Length, 1, 1024 * 1024);
        Assert.True(account.Things.Count <= AgentAccount.MaxThings);
    }

    [Theory]
    [InlineData("pod epoch 3:1 1,2,3,4,5,6,7,8,9", true)]
    [InlineData("pod epoch 3:1 1,2,3,4,5,6,7,8,9 -", true)]
    [InlineData("pod epoch 3:1 1,2,3,4,5,6,7,8,9 0:1:2", true)]
    [InlineData("pod epoch 3:1 1,2,3,4,5,6,7,8", false)]
    [InlineData("pod epoch -3:1 1,2,3,4,5,6,7,8,9", false)]
    [InlineData("pod epoch 3 1,2,3,4,5,6,7,8,9", false)]
    [InlineData("pod  3:1 1,2,3,4,5,6,7,8,9", false)]
    [InlineData("pod epoch 3:1 1,2,3,4,5,6,7,8,9 0:1:2 more", false)]
    [InlineData("", false)]
    public void Read_AnyLine_NeverFails(string line, bool isPart) => Assert.Equal(isPart, PartText.Read(line, [(UsedKind.Model, "m")], s_now) is not null);

    [Theory]
    [InlineData(0, "0.00")]
    [InlineData(1, "0.000000001")]
    [InlineData(1_500_000_000, "1.50")]
    [InlineData(long.MaxValue, "9223372036.854775807")]
    public void Dollars_OfNanos_AreExact(long nanos, string dollars) => Assert.Equal(dollars, AccountStatus.Dollars(nanos));

    private static UsedWord Word(params (string Name, long Used)[] things) =>
        new() { Epoch = "epoch", Sequence = 1, Things = [.. things.Select(thing => new UsedThing { Kind = UsedKind.Model, Name = thing.Name, Used = thing.Used, At = s_now })] };

    private static void Hear(AgentAccount account, (int Process, long Sequence, long Calls) word)
    {
        account.Hear($"pod-{word.Process % 2}", new Report { Epoch = $"epoch-{word.Process}", Sequence = word.Sequence, Calls = word.Calls }, s_now);
        account.Hear($"pod-{word.Process % 2}", new UsedWord { Epoch = $"epoch-{word.Process}", Sequence = word.Sequence, Things = [new() { Kind = UsedKind.Model, Name = "m", Used = word.Calls, At = s_now }] }, s_now);
    }
}
