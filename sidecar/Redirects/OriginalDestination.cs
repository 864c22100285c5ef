using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Redirects;

/// <summary>Where a redirected connection was to go, as the kernel's connection tracking remembers it (SO_ORIGINAL_DST, linux/netfilter_ipv4.h; IP6T_SO_ORIGINAL_DST).</summary>
internal static class OriginalDestination
{
    private const int LevelIp = 0;
    private const int LevelIpV6 = 41;
    private const int OriginalDst = 80;
    private const int AddressLength = 16;
    private const int AddressV6Length = 28;

    /// <summary>Null for a connection that the kernel does not track.</summary>
    public static IPEndPoint? Read(Socket connection)
    {
        var mapped = connection.RemoteEndPoint is IPEndPoint { Address.IsIPv4MappedToIPv6: true };
        var isV6 = connection.AddressFamily == AddressFamily.InterNetworkV6 && !mapped;
        Span<byte> address = stackalloc byte[AddressV6Length];
        try
        {
            return isV6
                ? connection.GetRawSocketOption(LevelIpV6, OriginalDst, address) < AddressV6Length ? null : EndPoint(address, address.Slice(8, 16))
                : connection.GetRawSocketOption(LevelIp, OriginalDst, address[..AddressLength]) < AddressLength ? null : EndPoint(address, address.Slice(4, 4));
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static IPEndPoint EndPoint(ReadOnlySpan<byte> socketAddress, ReadOnlySpan<byte> address) => new(new IPAddress(address), BinaryPrimitives.ReadUInt16BigEndian(socketAddress[2..]));
}
