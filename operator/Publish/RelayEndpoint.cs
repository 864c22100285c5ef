using System.Collections.Concurrent;
using AiGateway.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The leader's ear: takes in what the other replicas hear. Open to the operator's own ServiceAccount alone, and only while this replica leads.
/// </summary>
internal sealed partial class RelayEndpoint(SidecarBoard sidecars, TokenCheck check, RelayOptions options, ILogger<RelayEndpoint> logger)
{
    /// <summary>The newest stream of each replica: when an older one ends, nothing is lost.</summary>
    private readonly ConcurrentDictionary<string, string> _streams = new(StringComparer.Ordinal);

    public void Map(IEndpointRouteBuilder routes, Func<bool> leads, CancellationToken stopping) =>
        routes.MapPost(Protocol.RelayPath, http => ServeAsync(http, leads, stopping));

    private async Task ServeAsync(HttpContext http, Func<bool> leads, CancellationToken stopping)
    {
        var (identity, refusal) = await BearerToken.IdentifyAsync(http, check, logger);
        if (identity is null || !IsOurs(identity) || !leads())
        {
            http.Response.StatusCode = identity is null ? refusal
                : IsOurs(identity) ? StatusCodes.Status421MisdirectedRequest : StatusCodes.Status403Forbidden;
            return;
        }

        http.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        await http.Response.BodyWriter.FlushAsync(http.RequestAborted);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, stopping);
        await HearQuietlyAsync(http, end.Token);
    }

    private async Task HearQuietlyAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var reader = new LineReader(http.Request.BodyReader);
        var replica = "";
        try
        {
            var first = await reader.ReadAsync(RelayJson.Read, cancellationToken);
            replica = first?.Replica ?? throw new InvalidDataException("a relay begins with the replica's name");
            _streams[replica] = http.TraceIdentifier;
            await HearAsync(reader, replica, cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.RelayEnded(logger, replica, exception.GetType().Name);
        }
        finally
        {
            if (_streams.TryRemove(new KeyValuePair<string, string>(replica, http.TraceIdentifier))) sidecars.Lose(replica);
        }
    }

    private async Task HearAsync(LineReader reader, string replica, CancellationToken cancellationToken)
    {
        var unnamed = sidecars.From(replica).ToDictionary(state => state.PodUid, StringComparer.Ordinal);
        while (await reader.ReadAsync(RelayJson.Read, cancellationToken) is { } line)
        {
            if (line.Sidecar is { } state)
            {
                unnamed.Remove(state.PodUid);
                var seen = sidecars.Find(state.PodUid, replica) is { } known && known.Stream == state.Stream ? known.Servers : [];
                sidecars.Tell(replica, state with { Gone = state.Gone is null ? null : options.Time.GetUtcNow(), Servers = seen });
            }

            if (line.Seen is { } word) sidecars.See(replica, word);

            if (!line.Complete) continue;
            foreach (var gone in unnamed.Values) sidecars.Tell(replica, gone with { Gone = options.Time.GetUtcNow() });
            unnamed.Clear();
        }
    }

    private bool IsOurs(TokenIdentity identity) =>
        identity.Namespace == options.Namespace && identity.ServiceAccount == options.ServiceAccount;

    private static partial class Log
    {
        [LoggerMessage(220, LogLevel.Information, "The relay of replica {Replica} ended: {Why}")]
        public static partial void RelayEnded(ILogger logger, string replica, string why);
    }
}
