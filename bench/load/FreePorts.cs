using System.Net;
using System.Net.Sockets;

namespace AiGateway.Load;

/// <summary>Prints ports that were free a moment ago, for programs that cannot take port 0.</summary>
internal static class FreePorts
{
    public static int Print(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        Console.WriteLine(string.Join(' ', listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)));
        foreach (var listener in listeners) listener.Stop();
        return 0;
    }
}
