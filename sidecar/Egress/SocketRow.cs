using System.Buffers.Text;

namespace AiGateway.Sidecar.Egress;

/// <summary>A line of <c>/proc/net/tcp</c> and its like (proc(5)), as far as it tells whose socket it is.</summary>
/// <param name="User">The user that made it.</param>
/// <param name="Inode">Its number; 0 for one that no process holds (TIME_WAIT, a connection not yet accepted, an orphan).</param>
/// <param name="IsToLoopback">Whether its other end is this pod itself.</param>
internal readonly record struct SocketRow(uint User, ulong Inode, bool IsToLoopback)
{
    private const int Remote = 2;
    private const int UserField = 7;
    private const int InodeField = 9;

    /// <summary>False for the head line and for anything that is no row.</summary>
    public static bool TryRead(ReadOnlySpan<byte> line, out SocketRow row)
    {
        row = default;
        ReadOnlySpan<byte> remote = default;
        uint user = 0;
        var field = 0;
        foreach (var range in line.Split((byte)' '))
        {
            var text = line[range];
            if (text.IsEmpty) continue;
            if (field == Remote) remote = text;
            if (field == UserField && !(Utf8Parser.TryParse(text, out user, out var read) && read == text.Length)) return false;
            if (field == InodeField)
            {
                if (!(Utf8Parser.TryParse(text, out ulong inode, out var used) && used == text.Length)) return false;
                row = new(user, inode, IsLoopback(remote));
                return true;
            }

            field++;
        }

        return false;
    }

    /// <summary>Addresses stand there as words in the machine's order, each in hexadecimal: 127.0.0.1 is <c>0100007F</c>.</summary>
    private static bool IsLoopback(ReadOnlySpan<byte> remote)
    {
        var colon = remote.IndexOf((byte)':');
        if (colon < 0) return false;
        var address = remote[..colon];
        return address.Length == 8 ? address.EndsWith("7F"u8)
            : address.SequenceEqual("00000000000000000000000001000000"u8) || (address.StartsWith("0000000000000000FFFF0000"u8) && address.EndsWith("7F"u8));
    }
}
