using AiGateway.Operator.Kubernetes;

namespace AiGateway.ApiServer.Tests.Kubernetes;

/// <summary>Creates, changes and deletes widgets without end, and lives through an API server that is not there.</summary>
internal sealed class WidgetWriter(KubeClient client, string space, int seed)
{
    private readonly Random random = new(seed);
    private int written;

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
        var key = new ObjectKey(space, $"w{random.Next(40)}");
        var now = await client.GetAsync(Widget.Of, key, cancellationToken);
        var done = now switch
        {
            null => await client.CreateAsync(Widget.Of, new Widget { Metadata = new() { Namespace = space, Name = key.Name } }, cancellationToken),
            _ when random.Next(3) > 0 =>
                await client.ReplaceAsync(Widget.Of, now with { Spec = new() { Value = random.Next() } }, cancellationToken),
            _ => await client.DeleteAsync(Widget.Of, key, cancellationToken) ? now : new KubeError { Code = 404, Reason = "NotFound", Message = "" },
        };
        if (!done.Failed(out _, out _)) Interlocked.Increment(ref written);
    }
}
