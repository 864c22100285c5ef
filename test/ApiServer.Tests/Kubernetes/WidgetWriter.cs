using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>
/// Creates, changes and deletes widgets without end, and lives through an API server that is not there. No name comes twice, so that what a mirror
/// lost stays lost and is found in the end.
/// </summary>
internal sealed class WidgetWriter(KubeClient client, string space, int seed)
{
    private const int Most = 40;

    private readonly Random random = new(seed);
    private readonly List<string> alive = [];
    private int written;
    private int names;

    /// <summary>Writes that the server has confirmed.</summary>
    public int Written => Volatile.Read(ref written);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await WriteOneAsync(cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or KubeException)
            {
                await Task.Delay(20, CancellationToken.None); // Away: what became of the write, the list at the end tells.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WriteOneAsync(CancellationToken cancellationToken)
    {
        var dice = random.Next(3);
        if (alive.Count == 0 || (dice == 0 && alive.Count < Most))
        {
            var name = $"w{++names}";
            alive.Add(name); // Before it is known whether it succeeds: if not, the look below finds nothing.
            Count(await client.CreateAsync(Widget.Of, new Widget { Metadata = new() { Namespace = space, Name = name } }, cancellationToken));
            return;
        }
        var key = new ObjectKey(space, alive[random.Next(alive.Count)]);
        var now = await client.GetAsync(Widget.Of, key, cancellationToken);
        if (now is null) alive.Remove(key.Name);
        else if (dice == 1) Count(await client.ReplaceAsync(Widget.Of, now with { Spec = new() { Value = random.Next() } }, cancellationToken));
        else if (await client.DeleteAsync(Widget.Of, key, cancellationToken)) Count(now);
    }

    private void Count(KubeResult<Widget> result)
    {
        if (result.Error is null) Interlocked.Increment(ref written);
    }
}
