using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace AiGateway.Egress.Tests;

/// <summary>Reads where a connection was to go, by code that is not the sidecar's.</summary>
internal static class Original
{
    public static IPEndPoint DestinationOf(Socket connection)
    {
        var address = new byte[28];
        var isV4 = connection.AddressFamily == AddressFamily.InterNetwork;
        connection.GetRawSocketOption(isV4 ? 0 : 41, 80, isV4 ? address.AsSpan(0, 16) : address);
        return new(new IPAddress(isV4 ? address[4..8] : address[8..24]), BinaryPrimitives.ReadUInt16BigEndian(address.AsSpan(2)));
    }
}
