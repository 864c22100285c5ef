using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace AiGateway.Probe;

/// <summary>
/// The world outside: says <c>REACHED name</c> to whoever gets through, by TLS on 443, by HTTP on 80, to whatever is said on 4444, before anything is said on 3306 (as a database does),
/// to any datagram on 53, 443 and 4444, and ticks ten times a second on 9000.
/// </summary>
internal static class Outside
{
    public static async Task<int> ServeAsync(string name)
    {
        var greeting = Encoding.ASCII.GetBytes($"REACHED {name}\n");
        using var certificate = MakeCertificate(name);
        await Task.WhenAll(
            AcceptAsync(443, socket => TlsAsync(socket, certificate, greeting)),
            AcceptAsync(80, socket => HttpAsync(socket, greeting)),
            AcceptAsync(4444, socket => AnswerAsync(socket, greeting)),
            AcceptAsync(53, socket => AnswerAsync(socket, greeting)),
            AcceptAsync(3306, socket => socket.SendAsync(greeting)),
            AcceptAsync(9000, socket => TickAsync(socket, greeting)),
            AcceptAsync(8000, socket => HttpAsync(socket, greeting)),
            EchoAsync(53, greeting),
            EchoAsync(443, greeting),
            EchoAsync(4444, greeting));
        return 0;
    }

    public static async Task<int> IdleAsync()
    {
        await AcceptAsync(8000, socket => HttpAsync(socket, "fine\n"u8.ToArray()));
        return 0;
    }

    private static async Task AcceptAsync(int port, Func<Socket, Task> serve)
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Any, port));
        listener.Listen(64);
        while (true)
        {
            var socket = await listener.AcceptAsync();
            _ = ServeAsync(socket, serve);
        }
    }

    private static async Task ServeAsync(Socket socket, Func<Socket, Task> serve)
    {
        using (socket)
        {
            try
            {
                await serve(socket);
            }
            catch (Exception gone) when (gone is IOException or SocketException or System.Security.Authentication.AuthenticationException)
            {
                return;
            }
        }
    }

    private static async Task EchoAsync(int port, byte[] greeting)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        var buffer = new byte[2048];
        while (true)
        {
            var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0));
            await socket.SendToAsync(greeting, got.RemoteEndPoint);
        }
    }

    private static async Task TlsAsync(Socket socket, X509Certificate2 certificate, byte[] greeting)
    {
        await using var tls = new SslStream(new NetworkStream(socket));
        await tls.AuthenticateAsServerAsync(certificate);
        await HttpAsync(tls, greeting);
    }

    private static async Task HttpAsync(Socket socket, byte[] greeting)
    {
        await using var stream = new NetworkStream(socket);
        await HttpAsync(stream, greeting);
    }

    private static async Task HttpAsync(Stream stream, byte[] greeting)
    {
        var buffer = new byte[4096];
        if (await stream.ReadAsync(buffer) == 0) return;
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {greeting.Length}\r\nConnection: close\r\n\r\n"));
        await stream.WriteAsync(greeting);
        await stream.FlushAsync();
    }

    private static async Task AnswerAsync(Socket socket, byte[] greeting)
    {
        var buffer = new byte[2048];
        if (await socket.ReceiveAsync(buffer) > 0) await socket.SendAsync(greeting);
    }

    private static async Task TickAsync(Socket socket, byte[] greeting)
    {
        while (true)
        {
            await socket.SendAsync(greeting);
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static X509Certificate2 MakeCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(30));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
