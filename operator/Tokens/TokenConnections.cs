using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;

namespace AiGateway.Operator.Tokens;

/// <summary>The connections to token endpoints: no redirect, no cookie, bounded answers, and no address that only this machine or this cloud's metadata service has.</summary>
internal static class TokenConnections
{
    private const int LongestAnswer = 256 * 1024;

    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(5),
        ConnectCallback = ConnectAsync,
    })
    {
        Timeout = TimeSpan.FromSeconds(15),
        MaxResponseContentBufferSize = LongestAnswer,
    };

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        if (AddressGuard.RefuseHost(host) is { } refused) throw new HttpRequestException(refused);
        var found = IPAddress.TryParse(host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(host, cancellationToken);
        var open = Array.FindAll(found, address => literal is not null || AddressGuard.RefuseAddress(address, named: false) is null);
        if (open.Length == 0) throw new HttpRequestException("the name has no address that may be called");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(open, port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
