namespace AiGateway.Sdk.Tests.Matrix;

/// <summary>Plays every case of <see cref="DotnetCases"/> with one client at many providers, and tells a cell for each.</summary>
internal static class DotnetPlayer
{
    private const int Lanes = 8;

    public static async Task<IReadOnlyCollection<MatrixCell>> PlayAsync(DotnetAdapter client, IEnumerable<string> providers)
    {
        var plays = from provider in providers
                    from one in DotnetCases.All
                    where !client.Unasked.Contains(one.Key)
                    from streamed in DotnetCases.WholeOnly.Contains(one.Key) ? [false] : new[] { false, true }
                    select (provider, one.Key, streamed);
        var cells = new System.Collections.Concurrent.ConcurrentBag<MatrixCell>();
        await Parallel.ForEachAsync(plays, new ParallelOptions { MaxDegreeOfParallelism = Lanes }, async (play, _) => cells.Add(await PlayAsync(new(client, play.provider, play.streamed), play.Key)));
        return [.. cells.OrderBy(cell => Array.IndexOf([.. providers], cell.Provider))];
    }

    private static async Task<MatrixCell> PlayAsync(DotnetCase place, string title)
    {
        var cell = new MatrixCell { Client = place.Client.Name, Provider = place.Model, Case = title, Streamed = place.Streamed };
        try
        {
            await DotnetCases.All[title](place);
            return cell with { Passed = true };
        }
        catch (Exception error)
        {
            var told = place.Client.Tell(error);
            return cell with { Name = told.Name, Status = told.Status, Message = told.Message };
        }
    }
}
