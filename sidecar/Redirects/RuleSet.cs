using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;
using AiGateway.Sidecar.Redirects.Kernel;
using static AiGateway.Sidecar.Redirects.Kernel.Clause;

namespace AiGateway.Sidecar.Redirects;

/// <summary>
/// What the kernel of a redirected pod does, for one family: all of it stands here, in the order in which it is asked. Nothing sets a mark and nothing reads one. Why this order, and why beside meshes:
/// docs/decisions/013-redirect.md.
/// </summary>
/// <param name="family">Whose packets.</param>
/// <param name="arguments">The ports, and the users that are let through.</param>
/// <param name="nameServers">The pod's, of both families.</param>
/// <param name="own">The pod's own addresses of IPv6, loopback aside.</param>
internal sealed class RuleSet(Family family, RedirectArguments arguments, IReadOnlyList<IPAddress> nameServers, IReadOnlyList<IPAddress> own)
{
    /// <summary>Before iptables' chains at -100, in which meshes have their rules.</summary>
    private const int BeforeMeshes = -105;

    private const ushort DnsPort = 53;

    private readonly ImmutableArray<IPAddress> _nameServers = [.. nameServers.Where(IsOf(family))];

    public Table Table => new(family, "aigateway",
    [
        new("nat-output", "nat", BeforeMeshes, Drops: false, [.. WhereTo()]),
        new("filter-output", "filter", 0, Drops: true, [.. WhatMayLeave()]),
    ]);

    /// <summary>The first packet of each connection: to where.</summary>
    private IEnumerable<Rule> WhereTo()
    {
        foreach (var user in arguments.Exempt) yield return new(OfUser(user), Return);
        foreach (var server in _nameServers)
        {
            yield return new(To(server), UdpTo(DnsPort), RedirectTo(arguments.Dns));
            yield return new(To(server), TcpTo(DnsPort), RedirectTo(arguments.Dns));
        }

        yield return new(ByLoopback, Return);
        yield return new(Tcp, RedirectTo(arguments.Transparent));
    }

    /// <summary>Every packet, after it was redirected: whether it leaves. What no rule accepts is dropped.</summary>
    private IEnumerable<Rule> WhatMayLeave()
    {
        foreach (var (name, type) in Neighbours) yield return new(IcmpV6(name, type), Accept);
        if (family == Family.Ip6) yield return ForeignSource();

        yield return new(Answer, Accept);
        yield return new(ByLoopback, Accept);
        yield return new(To(Loopback), TcpTo(arguments.Transparent), Accept);
        yield return new(To(Loopback), UdpTo(arguments.Dns), Accept);
        yield return new(To(Loopback), TcpTo(arguments.Dns), Accept);

        foreach (var (user, server) in arguments.Exempt.SelectMany(_ => _nameServers, (user, server) => (user, server)))
        {
            yield return new(OfUser(user), To(server), UdpTo(DnsPort), Accept);
            yield return new(OfUser(user), To(server), TcpTo(DnsPort), Accept);
        }

        foreach (var address in AddressGuard.MetadataAddresses.Where(IsOf(family))) yield return new(To(address), Count, Drop);
        foreach (var user in arguments.Exempt) yield return new(OfUser(user), Accept);

        // An agent that takes a port on which the sidecar has just closed a connection is still not the sidecar.
        yield return new(OfAnyUser, Count, Drop);
        yield return new(Established, Accept);
        yield return new(Count);
    }

    /// <summary>
    /// IPv6 lets every process send from an address that is not the pod's. One that did so to the pod itself would make of its own next packet the answer to a connection that somebody outside had begun.
    /// </summary>
    private Rule ForeignSource() =>
        new([.. arguments.Exempt.Select(NotOfUser), .. own.Prepend(IPAddress.IPv6Loopback).Select(NotFromIPv6), Count, Drop]);

    private IPAddress Loopback => family == Family.Ip ? IPAddress.Loopback : IPAddress.IPv6Loopback;

    /// <summary>Without these IPv6 finds no neighbour and no router (RFC 4861), and no switch passes what neighbours ask (RFC 3810). The kernel sends them; a process without NET_RAW cannot.</summary>
    private IEnumerable<(string Name, byte Type)> Neighbours => family == Family.Ip ? [] :
    [
        ("nd-router-solicit", 133), ("nd-neighbor-solicit", 135), ("nd-neighbor-advert", 136),
        ("mld-listener-report", 131), ("mld-listener-done", 132), ("mld2-listener-report", 143),
    ];

    private static Func<IPAddress, bool> IsOf(Family family) =>
        address => address.AddressFamily == (family == Family.Ip ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6);
}
