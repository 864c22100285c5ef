using System.Collections.Concurrent;
using System.Net.NetworkInformation;
using System.Security.Cryptography;

namespace AiGateway.Rig;

/// <summary>Ports for programs that cannot say which one they got.</summary>
public static class FreePort
{
    private const int First = 20_000;

    /// <summary>As Linux has it unless told otherwise (<c>net.ipv4.ip_local_port_range</c>).</summary>
    private const int FirstEphemeral = 32_768;

    private static readonly ConcurrentDictionary<int, bool> s_given = new();

    /// <summary>
    /// A port that nobody listens on and nobody was given in this process. Below those that the kernel takes for outgoing connections: one of them could have it when the program starts, or connect to itself while nobody listens yet.
    /// </summary>
    public static int Find()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, FirstEphemeral);
            if (IsFree(port) && s_given.TryAdd(port, true)) return port;
        }
    }

    /// <summary>Looks, and does not try: a process that is being started meanwhile would hold the socket of a try beyond its end.</summary>
    private static bool IsFree(int port)
    {
        var network = IPGlobalProperties.GetIPGlobalProperties();
        return network.GetActiveTcpListeners().Concat(network.GetActiveUdpListeners()).All(taken => taken.Port != port);
    }
}
