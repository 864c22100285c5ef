using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace AiGateway.Probe.Attempts;

/// <summary>At the sidecar itself, and at who tells it what to do.</summary>
internal static partial class Neighbours
{
    private const string TokenFile = "/var/run/secrets/kubernetes.io/serviceaccount/token";

    private static readonly string[] s_folders = ["/var/run/aigateway", "/run/aigateway"];

    public static IEnumerable<Attempt> All =>
    [
        new("kill the sidecar", _ => Over("kill", pid => Kill(pid, 9))),
        new("ptrace the sidecar", _ => Over("ptrace", pid => Trace(16, pid, 0, 0))),
        new("read the sidecar's memory", _ => Over("/proc/PID/mem", pid => File.Exists($"/proc/{pid}/mem") ? 0 : -1)),
        new("read the sidecar's files", _ => s_folders.FirstOrDefault(Directory.Exists) is { } found ? Outcome.Arrived(found) : Outcome.Refused("they are not mounted here")),
        new("write the trust that the agent reads", _ => Write("/etc/aigateway/ca.crt")),
        new("its health port", _ => AskAsync(15082, "POST /quitquitquit HTTP/1.1")),
        new("its metrics port, for anything else", _ => AskAsync(15083, "GET /config HTTP/1.1")),
        new("take its ports", _ => TakePort(15080)),
        new("take its transparent port", _ => TakePort(15081)),
        new("the operator's stream with the agent's own token", OperatorAsync),
    ];

    /// <summary>Over the first of the sidecar's processes that can be seen.</summary>
    private static Outcome Over(string what, Func<int, int> attempt)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), out var pid) || !CommandOf(pid).StartsWith("/aigateway", StringComparison.Ordinal)) continue;
            return attempt(pid) < 0 ? Outcome.Refused($"{what}: errno {Marshal.GetLastPInvokeError()}") : Outcome.Arrived($"{what} of process {pid}");
        }

        return Outcome.Refused("no process of the sidecar can be seen");
    }

    private static string CommandOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (IOException)
        {
            return "";
        }
    }

    private static Outcome Write(string path)
    {
        try
        {
            File.AppendAllText(path, "x");
            return Outcome.Arrived($"{path} was written");
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return Outcome.Refused(refused.Message);
        }
    }

    private static async Task<Outcome> AskAsync(int port, string line)
    {
        using var socket = await Wire.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"{line}\r\nHost: 127.0.0.1:{port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        var answer = (await Wire.ReadAsync(new NetworkStream(socket))).ReplaceLineEndings(" ");
        return answer.StartsWith("HTTP/1.1 4", StringComparison.Ordinal) || answer.Length == 0 ? Outcome.Refused(answer) : Outcome.Arrived(answer);
    }

    private static Outcome TakePort(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetRawSocketOption(1, 15, BitConverter.GetBytes(1)); // SO_REUSEPORT
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        socket.Listen(1);
        return Outcome.Arrived($"listens on {port}");
    }

    private static async Task<Outcome> OperatorAsync(Surroundings around)
    {
        var token = File.Exists(TokenFile) ? await File.ReadAllTextAsync(TokenFile) : "none";
        using var handler = new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } };
        using var client = new HttpClient(handler) { Timeout = TimeSpan.FromSeconds(8) };
        using var request = new HttpRequestMessage(HttpMethod.Post, around["operator"]) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = new StringContent("{}\n") };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token.Trim()}");
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return answer.IsSuccessStatusCode ? Outcome.Arrived($"{(int)answer.StatusCode}") : Outcome.Refused($"{(int)answer.StatusCode}");
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "ptrace", SetLastError = true)]
    private static partial int Trace(nint request, nint pid, nint address, nint data);
}
