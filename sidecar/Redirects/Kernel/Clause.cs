using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Redirects.Kernel;

/// <summary>A word of a rule: a condition or what is then done, as nft(8) writes it and as the kernel runs it.</summary>
internal sealed record Clause(string Text, params ImmutableArray<Expression> Expressions)
{
    // enum nft_meta_keys, nft_ct_keys; linux/netfilter.h; linux/in.h; ip_conntrack_info
    private const int MetaOutInterface = 5;
    private const int MetaUser = 10;
    private const int MetaProtocol = 16;
    private const int CtState = 0;
    private const int CtDirection = 1;
    private const int NetworkHeader = 1;
    private const int TransportHeader = 2;
    private const int DestinationPort = 2;
    private const byte IpProtocolTcp = 6;
    private const byte IpProtocolUdp = 17;
    private const byte IpProtocolIcmpV6 = 58;
    private const byte EstablishedOrRelated = 2 | 4;

    /// <summary>Out by the loopback interface, whose index is 1 in every network namespace. It is the interface from before a redirect.</summary>
    public static Clause ByLoopback { get; } = new("oif \"lo\"", Expression.Meta(MetaOutInterface), Expression.IsEqual(Expression.Host(1)));

    /// <summary>An answer within a connection that the other side began, or the kernel's error about one.</summary>
    public static Clause Answer { get; } = new("ct direction reply", Expression.Ct(CtDirection), Expression.IsEqual(1));

    public static Clause Established { get; } =
        new("ct state established,related", Expression.Ct(CtState), Expression.Bits(Expression.Host(EstablishedOrRelated)), Expression.IsNot(Expression.Host(0)));

    /// <summary>Sent by a process, whoever that is: packets of sockets that are closed and finish by themselves have no owner.</summary>
    public static Clause OfAnyUser { get; } = new("meta skuid >= 0", Expression.Meta(MetaUser), Expression.IsAtLeast(Expression.Host(0)));

    public static Clause Tcp { get; } = new("meta l4proto tcp", Protocol(IpProtocolTcp));

    public static Clause Count { get; } = new("counter", Expression.Count());

    public static Clause Accept { get; } = new("accept", Expression.End(1));

    public static Clause Drop { get; } = new("drop", Expression.End(0));

    /// <summary>On to the chain's policy.</summary>
    public static Clause Return { get; } = new("return", Expression.End(-5));

    public static Clause OfUser(uint user) => new($"meta skuid {user}", Expression.Meta(MetaUser), Expression.IsEqual(Expression.Host(user)));

    /// <summary>Sent by a process that is of another user.</summary>
    public static Clause NotOfUser(uint user) => new($"meta skuid != {user}", Expression.Meta(MetaUser), Expression.IsNot(Expression.Host(user)));

    public static Clause TcpTo(ushort port) => new($"tcp dport {port}", [.. Protocol(IpProtocolTcp), .. ToPort(port)]);

    public static Clause UdpTo(ushort port) => new($"udp dport {port}", [.. Protocol(IpProtocolUdp), .. ToPort(port)]);

    public static Clause To(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? new($"ip daddr {address}", Expression.Payload(NetworkHeader, 16, 4), Expression.IsEqual(address.GetAddressBytes()))
        : new($"ip6 daddr {Plain(address)}", Expression.Payload(NetworkHeader, 24, 16), Expression.IsEqual(address.GetAddressBytes()));

    /// <summary>With a source other than this address of IPv6.</summary>
    public static Clause NotFromIPv6(IPAddress address) =>
        new($"ip6 saddr != {Plain(address)}", Expression.Payload(NetworkHeader, 8, 16), Expression.IsNot(address.GetAddressBytes()));

    /// <summary>A message of ICMPv6, by its type.</summary>
    public static Clause IcmpV6(string name, byte type) =>
        new($"icmpv6 type {name}", [.. Protocol(IpProtocolIcmpV6), Expression.Payload(TransportHeader, 0, 1), Expression.IsEqual(type)]);

    public static Clause RedirectTo(ushort port) => new($"redirect to :{port}", Expression.Port(port), Expression.Redirect());

    /// <summary>Without the number of an interface.</summary>
    private static IPAddress Plain(IPAddress address) => new(address.GetAddressBytes());

    private static ImmutableArray<Expression> Protocol(byte number) => [Expression.Meta(MetaProtocol), Expression.IsEqual(number)];

    private static ImmutableArray<Expression> ToPort(ushort port) =>
        [Expression.Payload(TransportHeader, DestinationPort, 2), Expression.IsEqual(Expression.Network(port))];
}
