using System.Security.Cryptography;

namespace AiGateway.Sidecar.Egress.Interception;

/// <summary>
/// Makes one certificate once the sidecar serves, so that the agent's first handshake does not wait for what TLS does the first time. Nothing is touched where nothing is intercepted.
/// </summary>
internal sealed partial class WarmUp(TrustOptions options, LeafCertificates leaves, ILogger<WarmUp> logger) : BackgroundService
{
    /// <summary>A name that is nobody's (RFC 6761, section 6.4).</summary>
    private const string Nobody = "warm-up.invalid";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Folder is null) return;
        await Task.Yield();
        try
        {
            leaves.Get(Nobody);
        }
        catch (CryptographicException failure)
        {
            Log.Failed(logger, failure);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(521, LogLevel.Error, "No certificate could be made for what is intercepted")]
        public static partial void Failed(ILogger logger, Exception failure);
    }
}
