using System.Collections.Concurrent;
using AiGateway.Contracts;
using Microsoft.AspNetCore.Http.Features;

namespace AiGateway.Operator.Publish;

/// <summary>
/// The leader's ear: takes in what the other replicas hear, and answers with what it says to their sidecars. Open to the operator's own ServiceAccount alone, and only while this replica leads.
/// </summary>
internal sealed partial class RelayEndpoint(StreamBoards boards, TokenCheck check, RelayOptions options, ILogger<RelayEndpoint> logger)
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
            await HearAndSayAsync(http, reader, first, cancellationToken);
        }
        catch (Exception exception)
        {
            if (!cancellationToken.IsCancellationRequested) Log.RelayEnded(logger, replica, exception.GetType().Name);
        }
        finally
        {
            if (_streams.TryRemove(new KeyValuePair<string, string>(replica, http.TraceIdentifier))) Lose(replica);
        }
    }

    private async Task HearAndSayAsync(HttpContext http, LineReader reader, RelayLine first, CancellationToken cancellationToken)
    {
        if (!first.Listens)
        {
            await HearAsync(reader, first.Replica!, cancellationToken);
            return;
        }

        var mail = boards.Down.OpenRelay(first.Replica!);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            var hear = HearAsync(reader, first.Replica!, over.Token);
            var say = SayAsync(new LineWriter(http.Response.BodyWriter, options.Time), mail, over.Token);
            var ended = await Task.WhenAny(hear, say);
            await over.CancelAsync();
            await Task.WhenAll(hear, say).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ended;
        }
        finally
        {
            boards.Down.CloseRelay(first.Replica!, mail);
        }
    }

    /// <summary>A replica that reads nothing for too long loses its relay, and begins another with everything that it knows.</summary>
    private static async Task SayAsync(LineWriter writer, Mailbox mail, CancellationToken cancellationToken)
    {
        while (true)
        {
            var changed = mail.Changed;
            foreach (var (podUid, word) in mail.Take())
                await writer.WriteAsync([RelayJson.Write(new RelayLine { Down = new() { PodUid = podUid, Word = word } }).AsMemory()[..^1]], cancellationToken);
            await changed.WaitAsync(cancellationToken);
        }
    }

    private async Task HearAsync(LineReader reader, string replica, CancellationToken cancellationToken)
    {
        var unnamed = boards.Sidecars.From(replica).ToDictionary(state => state.PodUid, StringComparer.Ordinal);
        var unheard = boards.Words.From(replica).Select(said => said.Voice).DistinctBy(voice => voice.Stream).ToDictionary(voice => voice.Stream, StringComparer.Ordinal);
        while (await reader.ReadAsync(RelayJson.Read, cancellationToken) is { } line)
        {
            if (line.Sidecar is { } state) Tell(replica, state, unnamed);
            if (line.Seen is { } seen) boards.Sidecars.See(replica, seen);
            if (line.Word is { } said) Tell(replica, said, unheard);
            if (!line.Complete) continue;

            foreach (var gone in unnamed.Values) boards.Sidecars.Tell(replica, gone with { Gone = options.Time.GetUtcNow() });
            foreach (var gone in unheard.Values) boards.Words.End(replica, gone.PodUid, gone.Stream);
            unnamed.Clear();
            unheard.Clear();
        }
    }

    private void Tell(string replica, SidecarState state, Dictionary<string, SidecarState> unnamed)
    {
        unnamed.Remove(state.PodUid);
        var seen = boards.Sidecars.Find(state.PodUid, replica) is { } known && known.Stream == state.Stream ? known.Servers : [];
        boards.Sidecars.Tell(replica, state with { Gone = state.Gone is null ? null : options.Time.GetUtcNow(), Servers = seen });
    }

    private void Tell(string replica, RelayWord said, Dictionary<string, Voice> unheard)
    {
        unheard.Remove(said.Voice.Stream);
        if (said.Word is { } word && Words.Up.Contains(word.Type)) boards.Words.Tell(replica, said.Voice, word);
        if (said.Ended) boards.Words.End(replica, said.Voice.PodUid, said.Voice.Stream);
    }

    private void Lose(string replica)
    {
        boards.Sidecars.Lose(replica);
        boards.Words.Lose(replica);
    }

    private bool IsOurs(TokenIdentity identity) =>
        identity.Namespace == options.Namespace && identity.ServiceAccount == options.ServiceAccount;

    private static partial class Log
    {
        [LoggerMessage(220, LogLevel.Information, "The relay of replica {Replica} ended: {Why}")]
        public static partial void RelayEnded(ILogger logger, string replica, string why);
    }
}
