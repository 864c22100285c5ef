namespace AiGateway.Operator.Certificates;

/// <summary>
/// Reads the store again and again and swaps in what it finds; on the leader, first makes what is due. A replica that lost a race to write reads what
/// the other wrote, so that there is one CA.
/// </summary>
internal sealed partial class CertificateKeeper(
    ICertificateStore store, CertificateHolder holder, CertificateOptions options, ILogger<CertificateKeeper> logger) : BackgroundService
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>One look; true where certificates are in use after it.</summary>
    public async Task<bool> LookAsync(CancellationToken cancellationToken)
    {
        var (set, version) = await store.ReadAsync(cancellationToken);
        if (options.Leads())
        {
            var next = CertificateRotation.Next(set, options.Names, options.Time.GetUtcNow());
            if (!ReferenceEquals(next, set))
            {
                var won = await store.WriteAsync(next, version, cancellationToken);
                set = won ? next : (await store.ReadAsync(cancellationToken)).Set;
                if (won) Log.Wrote(logger, next.Roots.Length);
            }
        }

        if (set is not null) holder.Swap(set);
        return holder.Current is not null;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var wait = await LookQuietlyAsync(stoppingToken) ? options.Every : Soon;
            await Task.Delay(wait, options.Time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<bool> LookQuietlyAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await LookAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.Failed(logger, exception.GetType().Name, exception.Message);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(300, LogLevel.Information, "New certificates are written; {Roots} roots are trusted")]
        public static partial void Wrote(ILogger logger, int roots);

        [LoggerMessage(301, LogLevel.Warning, "The certificates could not be read or written: {Kind}: {Why}")]
        public static partial void Failed(ILogger logger, string kind, string why);
    }
}
