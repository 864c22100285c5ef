using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Sidecar.Egress;

/// <summary>Where an agent dialled before the kernel sent it here: netfilter's SO_ORIGINAL_DST (linux/netfilter_ipv4.h, linux/netfilter_ipv6/ip6_tables.h).</summary>
internal static class OriginalDestination
{
    private const int Ip = 0;
    private const int Ipv6 = 41;
    private const int SoOriginalDst = 80;
    private const int FamilyAndPort = 4;

    /// <summary>The address; null where the kernel knows of none.</summary>
    public static IPEndPoint? Read(Socket socket)
    {
        Span<byte> address = stackalloc byte[28]; // sockaddr_in6; sockaddr_in is 16.
        var isIpv4 = socket.AddressFamily == AddressFamily.InterNetwork;
        try
        {
            var length = socket.GetRawSocketOption(isIpv4 ? Ip : Ipv6, SoOriginalDst, isIpv4 ? address[..16] : address);
            return length < (isIpv4 ? 16 : 28) ? null : new IPEndPoint(ReadAddress(address, isIpv4), BinaryPrimitives.ReadUInt16BigEndian(address[2..]));
        }
        catch (SocketException)
        {
            return null; // No connection tracking, or none of this connection.
        }
    }

    /// <summary>In sockaddr_in the address follows the port, in sockaddr_in6 four bytes of flow information stand between.</summary>
    private static IPAddress ReadAddress(ReadOnlySpan<byte> address, bool isIpv4) =>
        isIpv4 ? new IPAddress(address.Slice(FamilyAndPort, 4)) : new IPAddress(address.Slice(FamilyAndPort + 4, 16));
}
