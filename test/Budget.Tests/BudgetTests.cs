using System.Globalization;
using AiGateway.Budget.Tests.Fleet;
using AiGateway.Budget.Tests.Provider;
using AiGateway.Contracts.Limits;
using AiGateway.ControlPlane;
using AiGateway.Rig;

namespace AiGateway.Budget.Tests;

/// <summary>Many sidecars share one Budget under three operators: the provider's book, what the sidecars say and the operator's ledger agree to the nano, whoever is killed.</summary>
public sealed class BudgetTests(ApiServerFixture server, ITestOutputHelper output)
{
    private const int Concurrent = 2000;
    private const int Kills = 5;
    private const long Usd = 1_000_000_000;

    /// <summary>
    /// Fifty sidecars; two thousand calls of random cost open at one time, a third of them killed in the middle; the leader killed five times while calls open; then the rest is spent.
    /// Fifty slices of one percent lie idle at sidecars, so that the first round needs half of the limit and its reservations.
    /// </summary>
    [Fact]
    public async Task Budget_LeaderIsKilledFiveTimes_TheBooksAgreeToTheNano()
    {
        var (random, scripts) = Draw((Concurrent * (Kills + 1)) + 3000, mayBeKilled: true);
        await using var provider = new BookProvider(scripts);
        await provider.StartAsync();
        await using var fleet = new SidecarFleet(server, sidecars: 50);
        await fleet.StartAsync(provider.BaseUrl, "42", maxOvershootPercent: 100);

        var tallies = await RunRoundsAsync(fleet, provider, scripts, random);
        tallies.AddRange(await SpendAsync(fleet, provider, scripts[(Concurrent * (Kills + 1))..]));
        await QuietAsync(fleet);
        var said = fleet.Units.ConvertAll(Books.Of);
        await Task.WhenAll(fleet.Units.Select(unit => unit.StopAsync()));

        Assert.Equal(Concurrent, provider.Peak);
        Assert.True(Books.Of(said).Estimated > 0, "calls that were killed cost nothing");
        AgentsSawWhatTheProviderDid(tallies, provider);
        SidecarsSayWhatTheProviderBilled(said, provider);
        await LedgerSaysAsync(fleet, Books.Of(said));
        LimitHeld(said, 42 * Usd, tallies, scripts);
    }

    /// <summary>Ten sidecars spend a budget of which little may be out at one time to its end, and two of them vanish with what they have left.</summary>
    [Fact]
    public async Task Budget_SpentToItsEndWhileSidecarsVanish_IsPassedByNoMoreThanStated()
    {
        const long Limit = 4 * Usd, MaxOvershoot = Limit / 10;
        var (_, scripts) = Draw(10_000, mayBeKilled: false);
        await using var provider = new BookProvider(scripts);
        await provider.StartAsync();
        await using var fleet = new SidecarFleet(server, sidecars: 10);
        await fleet.StartAsync(provider.BaseUrl, "4", maxOvershootPercent: 10);

        var tallies = await SpendAsync(fleet, provider, scripts);
        await QuietAsync(fleet);
        var said = fleet.Units.ConvertAll(Books.Of);
        foreach (var unit in fleet.Units.Take(2)) await fleet.VanishAsync(unit);
        await Task.WhenAll(fleet.Units.Skip(2).Select(unit => unit.StopAsync()));

        AgentsSawWhatTheProviderDid(tallies, provider);
        SidecarsSayWhatTheProviderBilled(said, provider);
        await LedgerSaysAsync(fleet, Books.Of(said).WithLost(said.Take(2)));
        LimitHeld(said, Limit, tallies, scripts);
        Assert.InRange(Books.Of(said).Used, Limit * 9 / 10, Limit + MaxOvershoot);
    }

    private (Random Random, Script[] Scripts) Draw(int count, bool mayBeKilled)
    {
        var seed = int.Parse(Environment.GetEnvironmentVariable("AIGATEWAY_BUDGET_SEED") ?? "20261121", CultureInfo.InvariantCulture);
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        return (random, [.. Enumerable.Range(0, count).Select(id => Script.Draw(random, id)).Select(script => script with { IsKilled = mayBeKilled && script.IsKilled })]);
    }

    private async Task<List<Tally>> RunRoundsAsync(SidecarFleet fleet, BookProvider provider, Script[] scripts, Random random)
    {
        using var http = Client();
        var round = new Round(fleet, provider, http);
        var tallies = new List<Tally>();
        for (var number = 0; number <= Kills; number++)
        {
            // The first round opens all calls at once, however long that takes; later ones lose the leader at a random moment while calls open.
            var disturb = number == 0 ? (Concurrent, (Func<Task>)(() => Task.CompletedTask)) : (random.Next(Concurrent), () => ReplaceLeaderAsync(fleet));
            Keep(tallies, await round.RunAsync(scripts[(number * Concurrent)..((number + 1) * Concurrent)], tries: number == 0 ? 1000 : 3, disturb));
        }

        return tallies;
    }

    /// <summary>
    /// A hundred calls at a time, until all of them are refused, or there are no scripts left: a sidecar that has a slice spends it while others are refused. Nobody grants while no operator leads,
    /// so a round that is refused whole ends it only after another one that asks for some seconds.
    /// </summary>
    private async Task<List<Tally>> SpendAsync(SidecarFleet fleet, BookProvider provider, Script[] scripts)
    {
        const int AtOnce = 100, Patient = 50;
        using var http = Client();
        var round = new Round(fleet, provider, http) { Holds = false };
        var tallies = new List<Tally>();
        for (var (tries, isSpent) = (1, false); !(isSpent && tries == Patient) && (tallies.Count + 1) * AtOnce <= scripts.Length;)
        {
            tries = isSpent ? Patient : 1;
            Keep(tallies, await round.RunAsync(scripts[(tallies.Count * AtOnce)..((tallies.Count + 1) * AtOnce)], tries, (0, () => Task.CompletedTask)));
            isSpent = tallies[^1].Of(Outcome.Refused) == AtOnce;
        }

        return tallies;
    }

    private void Keep(List<Tally> tallies, Tally tally)
    {
        output.WriteLine($"round {tallies.Count}: {tally}");
        Assert.True(tally.Of(Outcome.Failed) == 0, tally.Failures);
        tallies.Add(tally);
    }

    private static HttpMessageInvoker Client() => new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null });

    /// <summary>Kills the leader, waits until another leads, and starts the killed one again.</summary>
    private async Task ReplaceLeaderAsync(SidecarFleet fleet)
    {
        OperatorReplica? leader = null, next = null;
        await fleet.Team.UntilAsync(async () => (leader = await fleet.Operators.LeaderAsync(null, TestContext.Current.CancellationToken)) is not null, "somebody leads");
        await leader!.KillAsync();
        await fleet.Team.UntilAsync(async () => (next = await fleet.Operators.LeaderAsync(leader.Name, TestContext.Current.CancellationToken)) is not null, "another one leads");
        output.WriteLine($"{leader.Name} was killed; {next!.Name} leads");
        leader.Start();
    }

    /// <summary>Until no call holds anything any more.</summary>
    private static Task QuietAsync(SidecarFleet fleet) => fleet.Team.UntilAsync(
        () => Task.FromResult(fleet.Units.All(unit => unit.Slice.Reserved == 0)), "all calls are settled");

    private static void AgentsSawWhatTheProviderDid(List<Tally> tallies, BookProvider provider)
    {
        Assert.Equal(tallies.SelectMany(tally => tally.Scripts(Outcome.Answered)).Order(), provider.Book.Keys.Order());
        Assert.All(provider.Arrived.Values, times => Assert.Equal(1, times));
    }

    private void SidecarsSayWhatTheProviderBilled(List<SliceState> said, BookProvider provider)
    {
        var (billed, books) = (provider.Book.Values.Sum(), Books.Of(said));
        output.WriteLine($"the provider billed {billed} nanos; sidecars report {books.Used - books.Estimated} and estimate {books.Estimated}");
        Assert.Equal(billed, books.Used - books.Estimated);
    }

    private async Task LedgerSaysAsync(SidecarFleet fleet, Books books)
    {
        var seen = "";
        await Eventually.HoldsAsync(async () => (seen = await fleet.StatusAsync()) == books.Status, "the ledger says what the sidecars do",
            () => $"The ledger says {seen}; the sidecars {books.Status}\n{fleet.Operators.Told}");
        output.WriteLine($"the ledger: {seen}");
    }

    /// <summary>
    /// Nothing was granted twice, and nothing lost: what was used is above the limit by no more than answered calls cost beyond their reservations, which are never below what <c>max_tokens</c> of
    /// output cost; and four fifths of it could be spent.
    /// </summary>
    private void LimitHeld(List<SliceState> said, long limit, List<Tally> tallies, Script[] scripts)
    {
        var beyond = tallies.SelectMany(tally => tally.Scripts(Outcome.Answered)).Sum(id => Math.Max(0, scripts[id].Nanos - Rates.Nanos(0, 0, scripts[id].MaxTokens)));
        var used = Books.Of(said).Used;
        output.WriteLine($"used {used} of {limit} nanos: over by {Math.Max(0, used - limit)}; calls cost at most {beyond} beyond their reservations");
        Assert.InRange(used, limit * 4 / 5, limit + beyond);
        Assert.True(said.Sum(slice => slice.Granted - slice.Returned) <= limit + beyond, "more was granted than there was");
    }
}
