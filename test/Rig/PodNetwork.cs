using System.Net;
using System.Net.Sockets;

namespace AiGateway.Rig;

/// <summary>A pod's network, and joined to it by a veth pair all that is outside of it, which has the addresses below and no way on: no packet leaves the machine.</summary>
public sealed class PodNetwork : IDisposable
{
    public static readonly IPAddress PodAddress = IPAddress.Parse("10.90.0.2");
    public static readonly IPAddress PodAddressV6 = IPAddress.Parse("fd00:90::2");
    public static readonly IPAddress OutsideAddress = IPAddress.Parse("203.0.113.10");
    public static readonly IPAddress OutsideAddressV6 = IPAddress.Parse("2001:db8:a::10");
    public static readonly IPAddress NameServer = IPAddress.Parse("10.96.0.10");
    public static readonly IPAddress NameServerV6 = IPAddress.Parse("fd00:96::10");
    public static readonly IPAddress LocalNameServer = IPAddress.Parse("169.254.20.10");
    public static readonly IPAddress Metadata = IPAddress.Parse("169.254.169.254");
    public static readonly IPAddress MetadataV6 = IPAddress.Parse("fd00:ec2::254");

    private const string Gateway = "10.90.0.1";
    private const string GatewayV6 = "fd00:90::1";

    private readonly string _folder = Directory.CreateTempSubdirectory("aigateway-pod-").FullName;

    private PodNetwork()
    {
        Pod = NetworkNamespace.Create();
        Outside = NetworkNamespace.Create();
        // Every user of the pod reads it.
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        ResolvConf = Path.Combine(_folder, "resolv.conf");
        WriteResolvConf(NameServer, NameServerV6);
    }

    public NetworkNamespace Pod { get; }

    public NetworkNamespace Outside { get; }

    /// <summary>The pod's list of name servers; here none of the machine's own files is bent.</summary>
    public string ResolvConf { get; }

    public static PodNetwork Create()
    {
        var network = new PodNetwork();
        try
        {
            network.Join();
            return network;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The C library waits long before it asks again: tests count what arrives.</summary>
    public void WriteResolvConf(params IPAddress[] servers) =>
        File.WriteAllText(ResolvConf, string.Concat(servers.Select(server => $"nameserver {server}\n")) + "search default.svc.cluster.local\noptions ndots:5 timeout:30\n");

    /// <summary>A socket of a user in the pod.</summary>
    public Socket Open(uint user, AddressFamily family, SocketType type, ProtocolType protocol) => Pod.In(() => new Socket(family, type, protocol), user);

    public Socket OpenTcp(uint user, AddressFamily family = AddressFamily.InterNetwork) => Open(user, family, SocketType.Stream, ProtocolType.Tcp);

    public Socket OpenUdp(uint user, AddressFamily family = AddressFamily.InterNetwork) => Open(user, family, SocketType.Dgram, ProtocolType.Udp);

    /// <summary>A listener in a network.</summary>
    public static Socket Listen(NetworkNamespace where, IPEndPoint at, uint user = 0)
    {
        var socket = where.In(() => new Socket(at.AddressFamily, SocketType.Stream, ProtocolType.Tcp), user);
        socket.Bind(at);
        socket.Listen();
        return socket;
    }

    /// <summary>Takes datagrams in a network.</summary>
    public static Socket Receive(NetworkNamespace where, IPEndPoint at, uint user = 0)
    {
        var socket = where.In(() => new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp), user);
        socket.Bind(at);
        return socket;
    }

    public void Dispose()
    {
        Pod.Dispose();
        Outside.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Join()
    {
        Pod.Ip("link", "add", "eth0", "type", "veth", "peer", "name", "pod", "netns", Outside.Name);
        foreach (var (where, name) in new[] { (Pod, "eth0"), (Outside, "pod") })
        {
            // Addresses are good at once, rather than after a search for others that have them.
            where.Set($"net/ipv6/conf/{name}/accept_dad", "0");
            where.Ip("link", "set", name, "up");
        }

        Pod.Ip("address", "add", $"{PodAddress}/24", "dev", "eth0");
        Pod.Ip("address", "add", $"{PodAddressV6}/64", "dev", "eth0", "nodad");
        Outside.Ip("address", "add", $"{Gateway}/24", "dev", "pod");
        Outside.Ip("address", "add", $"{GatewayV6}/64", "dev", "pod", "nodad");
        Pod.Ip("route", "add", "default", "via", Gateway);
        Pod.Ip("-6", "route", "add", "default", "via", GatewayV6);
        foreach (var address in new[] { OutsideAddress, NameServer, LocalNameServer, Metadata }) Outside.Ip("address", "add", $"{address}/32", "dev", "lo");
        foreach (var address in new[] { OutsideAddressV6, NameServerV6, MetadataV6 }) Outside.Ip("address", "add", $"{address}/128", "dev", "lo", "nodad");
    }
}
