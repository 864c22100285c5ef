using System.IO.Pipelines;
using System.Net.Security;
using System.Security.Authentication;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Snapshots;
using Microsoft.AspNetCore.Connections;

namespace AiGateway.Sidecar.Egress;

/// <summary>Gives Kestrel a connection that was judged and of which the first bytes were read already: as it is where it is plain HTTP, else with TLS ended here.</summary>
internal sealed class Handover(ITlsTermination termination, EgressWays ways, TimeProvider clock)
{
    /// <summary>For a handshake, as Kestrel gives one.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Runs what serves HTTP on the connection.</summary>
    public async Task RunAsync(ConnectionContext connection, Arrival arrival, ConnectionDelegate next)
    {
        connection.Features.Set(arrival.Judged);
        await using var agent = new PrefixedStream(
            arrival.First, connection.Transport.Input.AsStream(leaveOpen: true), connection.Transport.Output.AsStream(leaveOpen: true));
        if (arrival.Way is { } way)
        {
            await TerminateAsync(connection, agent, way, next);
            return;
        }

        if (arrival.First.Span.StartsWith(NegotiatedProtocol.Http2Preface)) NegotiatedProtocol.SetHttp2(connection);
        await RunOverAsync(connection, agent, next);
    }

    private async Task TerminateAsync(ConnectionContext connection, PrefixedStream agent, EgressWay way, ConnectionDelegate next)
    {
        try
        {
            if (!ways.TryAdmit(way, isHandedOver: true) || await AuthenticateAsync(connection, agent, way) is not { } tls) return;
            await using (tls)
            await using (way.Live!.Token.UnsafeRegister(static connection => ((ConnectionContext)connection!).Abort(), connection))
            {
                NegotiatedProtocol.Set(connection, tls.NegotiatedApplicationProtocol.Protocol);
                way.Record.End = EgressEnd.AgentClosed;
                await RunOverAsync(connection, tls, next);
            }
        }
        finally
        {
            await ways.CloseAsync(way);
        }
    }

    /// <summary>Null where the agent would not: what it said is then the verdict.</summary>
    private async Task<SslStream?> AuthenticateAsync(ConnectionContext connection, PrefixedStream agent, EgressWay way)
    {
        using var patience = new CancellationTokenSource(Patience, clock);
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, connection.ConnectionClosed, way.Live!.Token);
        try
        {
            return await termination.AuthenticateAsync(agent, way.Ask.Name!, bounded.Token);
        }
        catch (CertificateRefusedException)
        {
            way.Deny(EgressReason.CertificateRefused);
        }
        catch (AuthenticationException)
        {
            way.Deny(EgressReason.Malformed);
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException)
        {
            way.Record.End = EgressEnd.AgentClosed;
        }

        return null;
    }

    /// <summary>Runs what serves HTTP over a stream in the place of the connection's own bytes.</summary>
    private static async Task RunOverAsync(ConnectionContext connection, Stream stream, ConnectionDelegate next)
    {
        var original = connection.Transport;
        var pipes = new StreamPipes(PipeReader.Create(stream, new(leaveOpen: true)), PipeWriter.Create(stream, new(leaveOpen: true)));
        connection.Transport = pipes;
        try
        {
            await next(connection);
        }
        finally
        {
            connection.Transport = original;
            await pipes.Input.CompleteAsync();
            await pipes.Output.CompleteAsync();
        }
    }

    private sealed record StreamPipes(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
