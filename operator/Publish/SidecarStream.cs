using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Publish.Intakes;

namespace AiGateway.Operator.Publish;

/// <summary>
/// One sidecar's stream, from its hello to its end. The pod that the token names decides which bundle goes down; what the sidecar says
/// decides only whether one needs to. What is waiting to be sent is always the newest bundle and no other, and the leader's newest words.
/// </summary>
internal sealed class SidecarStream(
    HttpContext http, TokenIdentity identity, BundleBoard bundles, StreamBoards boards, TimeProvider time)
{
    public static readonly TimeSpan HelloPatience = TimeSpan.FromSeconds(10);

    /// <summary>How long a pod may be unknown: its token can be faster than the watch.</summary>
    public static readonly TimeSpan PodPatience = TimeSpan.FromSeconds(60);

    private static readonly byte[] FinishLine = BundleJson.WriteLine(new Envelope { Type = EnvelopeTypes.Finish });
    private static readonly byte[] Tail = BundleJson.BundleTail.ToArray();

    private readonly SidecarBoard _sidecars = boards.Sidecars;
    private readonly LineReader _reader = new(http.Request.BodyReader);
    private readonly LineWriter _writer = new(http.Response.BodyWriter, time);
    private string? _revision;
    private volatile SharedRules? _sent;
    private bool _greeted;
    private bool _finishSent;

    public async Task RunAsync(BundleWatch watch, CancellationToken cancellationToken)
    {
        var hello = await ReadHelloAsync(cancellationToken);
        var stream = StateOf(hello);
        _sidecars.Tell(SidecarBoard.Here, stream);
        var mail = boards.Down.OpenStream(stream.PodUid);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            _revision = hello.InForce?.Revision;
            var hear = HearAsync(watch, stream, over.Token);
            var send = SendAsync(watch, stream, mail, over.Token);
            var first = await Task.WhenAny(hear, send);
            await over.CancelAsync();
            await Task.WhenAll(Quietly(hear, first), Quietly(send, first));
        }
        finally
        {
            boards.Down.CloseStream(stream.PodUid, mail);
            boards.Words.End(SidecarBoard.Here, stream.PodUid, stream.Stream);
            _sidecars.Change(stream, state => state with { Gone = time.GetUtcNow() });
        }
    }

    private async Task<Hello> ReadHelloAsync(CancellationToken cancellationToken)
    {
        var line = await _reader.ReadAsync(BundleJson.ReadLine, cancellationToken).AsTask().WaitAsync(HelloPatience, time, cancellationToken);
        return line?.Hello ?? throw new InvalidDataException("a stream begins with a hello");
    }

    private SidecarState StateOf(Hello hello) => new()
    {
        PodUid = identity.PodUid!,
        Namespace = identity.Namespace,
        Pod = identity.Pod!,
        Stream = http.TraceIdentifier,
        Version = hello.Version,
        Epoch = hello.Epoch,
        Features = hello.Features,
        Since = time.GetUtcNow(),
        InForce = hello.InForce,
    };

    private static Voice VoiceOf(SidecarState stream) => new()
    {
        PodUid = stream.PodUid,
        Namespace = stream.Namespace,
        Pod = stream.Pod,
        Epoch = stream.Epoch,
        Stream = stream.Stream,
        Since = stream.Since!.Value,
    };

    /// <summary>Reads until the sidecar ends its side. Types that are not known are skipped.</summary>
    private async Task HearAsync(BundleWatch watch, SidecarState stream, CancellationToken cancellationToken)
    {
        var voice = VoiceOf(stream);
        while (await _reader.ReadAsync(BundleJson.ReadLine, cancellationToken) is { } line)
        {
            if (WordIntake.Take(line, voice, time.GetUtcNow()) is { } word) boards.Words.Tell(SidecarBoard.Here, voice, word);
            if (line.Ack is { } ack) _sidecars.Change(stream, state => state with { InForce = Share(ack.InForce), Nack = null });
            if (line.Nack is { } nack) Refused(watch, stream, nack);
            if (line.Enforcement is { } enforcement) _sidecars.Change(stream, state => state with { Enforcement = EnforcementIntake.Take(enforcement) });
            if (line.Report is { } report && report.Epoch == stream.Epoch)
                _sidecars.Change(stream, state => state.Report?.Sequence >= report.Sequence ? state : state with { Report = report });
            if (line.Seen is { } seen && seen.Epoch == stream.Epoch)
                _sidecars.See(SidecarBoard.Here, new() { PodUid = stream.PodUid, Stream = stream.Stream, Servers = SeenIntake.Take(seen, stream.Namespace, time.GetUtcNow()) });
        }
    }

    /// <summary>A thousand sidecars name the same sources: one copy is kept of those that came from here.</summary>
    private InForce Share(InForce inForce) =>
        _sent is { } sent && sent.Revision == inForce.Revision ? inForce with { Sources = sent.Sources } : inForce;

    private void Refused(BundleWatch watch, SidecarState stream, Nack nack)
    {
        _sidecars.Change(stream, state => state with { Nack = nack });
        if (nack.Reason != NackReasons.StaleSources) return;

        var refused = watch.Latest;
        Volatile.Write(ref _revision, null);
        watch.Hold(refused);
        bundles.ReportBehind([.. refused?.Positions.Select(position => position.Kind) ?? []]);
    }

    /// <summary>Sends the newest bundle and the leader's words whenever they changed, until the pod is gone or the operator stops.</summary>
    private async Task SendAsync(BundleWatch watch, SidecarState stream, Mailbox mail, CancellationToken cancellationToken)
    {
        var known = false;
        while (true)
        {
            var (changed, said) = (watch.Changed, mail.Changed);
            if (watch.Ended) return;

            var bundle = watch.Latest;
            if (bundle is null && known) return;
            if (bundle is not null)
            {
                if (bundle.Agent.Namespace != identity.Namespace) return;
                await SendAsync(watch, bundle, stream, cancellationToken);
                known = true;
                foreach (var (_, word) in mail.Take()) await _writer.WriteAsync([BundleJson.WriteLine(word)], cancellationToken);
            }

            await (known ? Task.WhenAny(changed, said).WaitAsync(cancellationToken) : changed.WaitAsync(PodPatience, time, cancellationToken));
        }
    }

    private async Task SendAsync(BundleWatch watch, PodBundle bundle, SidecarState stream, CancellationToken cancellationToken)
    {
        await SendRulesAsync(watch, bundle, stream, cancellationToken);
        if (!bundle.Finish || _finishSent) return;

        await _writer.WriteAsync([FinishLine], cancellationToken);
        _finishSent = true;
    }

    private async Task SendRulesAsync(BundleWatch watch, PodBundle bundle, SidecarState stream, CancellationToken cancellationToken)
    {
        var rules = bundle.Rules.For(stream.Features);
        var inForce = _sidecars.Find(stream.PodUid)?.InForce ?? stream.InForce;
        if (HoldsBack(watch, bundle, BundleOrder.LaggingKinds(bundle, rules, inForce))) return;

        var greeting = !_greeted && inForce is not null && BundleOrder.IsNewer(bundle, inForce);
        _greeted = true;
        if (Volatile.Read(ref _revision) == rules.Revision && !greeting) return;

        // Noted before it goes out: the refusal, which takes the note back, may be here before the write returns.
        Volatile.Write(ref _revision, rules.Revision);
        _sent = rules;
        await _writer.WriteAsync([HeadOf(bundle, rules), rules.Bytes, Tail], cancellationToken);
        bundles.CountSent();
    }

    private bool HoldsBack(BundleWatch watch, PodBundle bundle, ImmutableArray<string> lagging)
    {
        if (lagging.IsEmpty)
        {
            watch.Release();
            return false;
        }

        watch.Hold(bundle);
        bundles.ReportBehind(lagging);
        return true;
    }

    private static byte[] HeadOf(PodBundle bundle, SharedRules rules) => BundleJson.WriteBundleHead(new Bundle
    {
        Protocol = Protocol.Version,
        Revision = rules.Revision,
        Agent = bundle.Agent,
        Positions = bundle.Positions,
        Rules = BundleJson.EmptyRules,
    });

    /// <summary>Only the half that ended first says how the stream ended; the other one was told to stop.</summary>
    private static async Task Quietly(Task half, Task first)
    {
        if (ReferenceEquals(half, first)) await half;
        else await half.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
