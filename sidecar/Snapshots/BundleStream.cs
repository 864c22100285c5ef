using System.Text.Json;
using AiGateway.Contracts;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>
/// One stream from its hello to its end. Bundles go to the keeper and its answers up again; what was measured, done and seen goes up when it changed; a line of
/// an unknown type is skipped. Nothing here waits for a call, and no call waits for anything here.
/// </summary>
internal sealed partial class BundleStream(
    BundleClientOptions options, SnapshotKeeper keeper, Tidings tidings, TimeProvider time, ILogger logger)
{
    /// <summary>Words of more slices than this are told less often.</summary>
    private const int SlicesAtOnce = 64;

    /// <summary>While so many lines wait for the operator to read them, no nudged words are added: the newest state goes out once it reads.</summary>
    private const int MostWaiting = 16;

    /// <summary>Asking and sending are one: a newer state never goes out before an older one.</summary>
    private readonly Lock _telling = new();

    /// <summary>Returns when the operator ended the stream, or after the last report when <paramref name="stopping"/> was asked for.</summary>
    public async Task RunAsync(OperatorConnection connection, CancellationToken stopping)
    {
        using var uplink = new Uplink();
        uplink.Send(Hello());
        Tell(uplink, tidings.First());
        using var response = await connection.OpenAsync(uplink, stopping);
        keeper.Connect();
        Log.Open(logger, options.Operator.Authority);

        await using var body = await response.Content.ReadAsStreamAsync(stopping);
        using var ending = new CancellationTokenSource();
        await using var farewell = stopping.Register(() => SayFarewell(uplink, ending));
        var reporting = Task.WhenAll(ReportAsync(uplink, ending, stopping), TellNudgedAsync(uplink, ending, stopping));
        try
        {
            await ReadAsync(new LineReader(body, Protocol.MaxLineBytes), uplink, ending.Token);
        }
        finally
        {
            await ending.CancelAsync();
            await reporting;
        }
    }

    private async Task ReadAsync(LineReader lines, Uplink uplink, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken) is { } line)
        {
            if (Answer(line) is { } answer) uplink.Send(answer);
        }
    }

    private Envelope? Answer(byte[] line)
    {
        try
        {
            var envelope = BundleJson.ReadLine(line);
            if (envelope.Type == EnvelopeTypes.Bundle) return Offer(envelope.Bundle ?? throw new JsonException("a bundle line must hold a bundle"));

            if (envelope.Type == EnvelopeTypes.Finish) options.Finish();
            else foreach (var ear in options.Ears) ear.Hear(envelope);
            return null;
        }
        catch (JsonException unreadable)
        {
            Log.Unreadable(logger, unreadable.Message);
            return new Envelope
            {
                Type = EnvelopeTypes.Nack,
                Nack = new Nack { Revision = "", Reason = NackReasons.Invalid, Message = $"the line cannot be read: {unreadable.Message}" },
            };
        }
    }

    private Envelope Offer(Bundle bundle)
    {
        var answer = keeper.Offer(bundle);
        if (answer.Nack is { } nack) Log.Refused(logger, nack.Revision, nack.Reason, nack.Message);
        else Log.InForce(logger, bundle.Revision);
        return answer;
    }

    private Task ReportAsync(Uplink uplink, CancellationTokenSource ending, CancellationToken stopping) => UntilAsync(ending, stopping, async over =>
    {
        using var timer = new PeriodicTimer(options.ReportEvery, time);
        while (await timer.WaitForNextTickAsync(over)) Tell(uplink, tidings.Next());
    });

    private Task TellNudgedAsync(Uplink uplink, CancellationTokenSource ending, CancellationToken stopping) => UntilAsync(ending, stopping, async over =>
    {
        while (true)
        {
            await options.Nudge.WaitAsync(over);
            while (uplink.Waiting > MostWaiting) await Task.Delay(options.NudgeEvery, time, over);
            var slices = Tell(uplink, tidings.Words());
            await Task.Delay(PauseAfter(options.NudgeEvery, slices), time, over);
        }
    });

    /// <summary>Until the stream has ended or is to; where telling fails, it ends the stream.</summary>
    private static async Task UntilAsync(CancellationTokenSource ending, CancellationToken stopping, Func<CancellationToken, Task> tell)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ending.Token, stopping);
        try
        {
            await tell(both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // The stream has ended.
        }
        catch
        {
            await ending.CancelAsync();
            throw;
        }
    }

    /// <summary>How long nothing is told after a word of so many slices: an agent that names a thousand keys and keeps them short makes no flood of words of hundreds of kilobytes.</summary>
    public static TimeSpan PauseAfter(TimeSpan each, int slices) => each * (1 + (slices / SlicesAtOnce));

    /// <summary>How many slices were told of.</summary>
    private int Tell(Uplink uplink, IEnumerable<Envelope> lines)
    {
        var slices = 0;
        lock (_telling)
        {
            foreach (var line in lines)
            {
                uplink.Send(line);
                slices += line.Slices?.Slices.Length ?? 0;
            }
        }

        return slices;
    }

    /// <summary>The last of what there is to tell, the end of the request, and a short wait for the operator to end the response.</summary>
    private void SayFarewell(Uplink uplink, CancellationTokenSource ending)
    {
        lock (_telling)
        {
            foreach (var line in tidings.Next()) uplink.TrySend(line);
        }

        uplink.Close();
        ending.CancelAfter(options.Farewell);
    }

    private Envelope Hello() => new()
    {
        Type = EnvelopeTypes.Hello,
        Hello = new Hello
        {
            Protocol = Protocol.Version,
            Version = options.Version,
            Epoch = options.Epoch,
            Features = Features.All,
            InForce = keeper.InForce,
        },
    };

    private static partial class Log
    {
        [LoggerMessage(211, LogLevel.Information, "The operator at {Operator} is connected")]
        public static partial void Open(ILogger logger, string @operator);

        [LoggerMessage(212, LogLevel.Information, "Bundle {Revision} is in force")]
        public static partial void InForce(ILogger logger, string revision);

        [LoggerMessage(213, LogLevel.Warning, "Bundle {Revision} was refused, {Reason}: {Why}")]
        public static partial void Refused(ILogger logger, string revision, string reason, string why);

        [LoggerMessage(214, LogLevel.Warning, "A line of the operator cannot be read: {Why}")]
        public static partial void Unreadable(ILogger logger, string why);
    }
}
