using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using AiGateway.Contracts;

namespace AiGateway.Operator.Compile.Agents;

/// <summary>What the entries of <c>spec.egress</c> may be.</summary>
internal static class EgressNames
{
    /// <summary>The providers' hosts that may be intercepted, those of one kind said once.</summary>
    private static readonly string Known =
        string.Join(", ", KnownHosts.All.Select(known => known.Host).Distinct(StringComparer.Ordinal).Where(host => !host.StartsWith("bedrock-runtime.", StringComparison.Ordinal))) + ", bedrock-runtime.{region}.amazonaws.com";

    /// <summary>What is wrong with a host that is to be intercepted and that nothing tells how to judge.</summary>
    public static string NotInterceptable(bool isCeiling) =>
        $"nothing tells what calls of this host mean: must be one of {Known}{(isCeiling ? "" : ", or the host of an McpServer of this namespace whose url is https at port 443")}; until then the host is denied";

    /// <summary>What is wrong with a place that is denied; null where nothing is. The name of a metadata service is denied by whatever stands here, and is no mistake.</summary>
    public static string? FindInDeny(string text) => EgressTarget.TryParse(text, out _, out var problem) || IsRefusedAnyway(text) ? null : problem;

    /// <summary>What is wrong with a place that is allowed; null where nothing is. One that no connection may go to, whatever allows it, would allow nothing.</summary>
    public static string? FindInAllow(string text)
    {
        if (!EgressTarget.TryParse(text, out var target, out var problem)) return problem;
        return target.Network is { } network && RefuseAll(network) is { } refused ? $"may not be reached: {refused}" : null;
    }

    /// <summary>What is wrong with a host that is to be intercepted; null where nothing is.</summary>
    public static string? FindInIntercept(string text)
    {
        if (!EgressTarget.TryParse(text, out var target, out var problem)) return problem;
        return target is { Host: not null, Ports: null } ? null : "must be a host or *.host without ports: connections to port 443 are intercepted";
    }

    private static bool IsRefusedAnyway(string text)
    {
        var colon = text.LastIndexOf(':');
        var (place, ports) = colon < 0 ? (text, "") : (text[..colon], text[colon..]);
        return AddressGuard.RefuseHost(place) is not null && EgressTarget.TryParse($"a.example{ports}", out _, out _);
    }

    /// <summary>Why no address of the range may be reached. Both of its ends in one of the guard's blocks are the whole range in it: a range is aligned, and so are the blocks.</summary>
    private static string? RefuseAll(IPNetwork network)
    {
        var refused = Refuse(network.BaseAddress);
        return refused is not null && Refuse(LastOf(network)) == refused ? refused : null;
    }

    private static string? Refuse(IPAddress address)
    {
        if (AddressGuard.RefuseAddress(address, named: true) is { } always) return always;
        return AddressGuard.RefuseAddress(address, named: false) is null ? null : IPAddress.IsLoopback(address) ? "the address is loopback" : "the address is link-local";
    }

    private static IPAddress LastOf(IPNetwork network)
    {
        var bytes = network.BaseAddress.GetAddressBytes();
        if (network.BaseAddress.AddressFamily == AddressFamily.InterNetwork)
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(bytes) | (network.PrefixLength == 0 ? uint.MaxValue : (1u << (32 - network.PrefixLength)) - 1);
            BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
            return new IPAddress(bytes);
        }

        var wide = BinaryPrimitives.ReadUInt128BigEndian(bytes) | (network.PrefixLength == 0 ? UInt128.MaxValue : (UInt128.One << (128 - network.PrefixLength)) - 1);
        BinaryPrimitives.WriteUInt128BigEndian(bytes, wide);
        return new IPAddress(bytes);
    }
}
