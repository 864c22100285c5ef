using System.Collections.Concurrent;
using AiGateway.Rig;

namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>Plays every case of <see cref="DotnetToolCases"/> on each leg, at the server itself and through the sidecar.</summary>
internal static class DotnetToolPlayer
{
    private const int Lanes = 8;
    private static readonly TimeSpan Bound = 2 * Eventually.Bound;

    public static async Task<IReadOnlyCollection<ToolCell>> PlayAsync(IEnumerable<ToolLeg> legs)
    {
        var plays = from leg in legs from one in DotnetToolCases.All from through in (bool[])[false, true] select (leg, one.Title, one.PlayAsync, through);
        var cells = new ConcurrentBag<ToolCell>();
        await Parallel.ForEachAsync(plays, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (play, _) =>
            cells.Add(await PlayAsync(new() { Client = play.leg.Client, Server = play.leg.Name, Case = play.Title, Through = play.through }, play.leg, play.PlayAsync)));
        return cells;
    }

    private static async Task<ToolCell> PlayAsync(ToolCell cell, ToolLeg leg, Func<DotnetToolCase, Task> playAsync)
    {
        var facts = new ToolFacts(leg.Server);
        try
        {
            await using var client = await DotnetToolClient.OpenAsync(new(cell.Through ? leg.Through : leg.Direct)
            {
                Sse = leg.Transport == "sse",
                Revision = leg.Revision,
                Patience = TimeSpan.FromMilliseconds(facts.Patience),
            });
            await playAsync(new(client, leg, facts)).WaitAsync(Bound);
            return cell with { Passed = true };
        }
        catch (Exception error)
        {
            return cell with { Message = $"{error.GetType().Name}: {error.Message} {error.InnerException?.Message}" };
        }
    }
}
