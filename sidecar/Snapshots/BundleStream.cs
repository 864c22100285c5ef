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
    /// <summary>Returns when the operator ended the stream, or after the last report when <paramref name="stopping"/> was asked for.</summary>
    public async Task RunAsync(OperatorConnection connection, CancellationToken stopping)
    {
        using var uplink = new Uplink();
        uplink.Send(Hello());
        foreach (var line in tidings.First()) uplink.Send(line);
        using var response = await connection.OpenAsync(uplink, stopping);
        keeper.Connect();
        Log.Open(logger, options.Operator.Authority);

        await using var body = await response.Content.ReadAsStreamAsync(stopping);
        using var ending = new CancellationTokenSource();
        await using var farewell = stopping.Register(() => SayFarewell(uplink, ending));
        var reporting = ReportAsync(uplink, ending.Token, stopping);
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
            if (envelope.Type == EnvelopeTypes.Finish) options.Finish();
            return envelope.Type == EnvelopeTypes.Bundle ? Offer(envelope.Bundle ?? throw new JsonException("a bundle line must hold a bundle")) : null;
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

    private async Task ReportAsync(Uplink uplink, CancellationToken ending, CancellationToken stopping)
    {
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ending, stopping);
        using var timer = new PeriodicTimer(options.ReportEvery, time);
        try
        {
            while (await timer.WaitForNextTickAsync(both.Token))
            {
                foreach (var line in tidings.Next()) uplink.Send(line);
            }
        }
        catch (OperationCanceledException)
        {
            // The stream has ended.
        }
    }

    /// <summary>The last of what there is to tell, the end of the request, and a short wait for the operator to end the response.</summary>
    private void SayFarewell(Uplink uplink, CancellationTokenSource ending)
    {
        foreach (var line in tidings.Next()) uplink.TrySend(line);
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
