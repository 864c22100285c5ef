using Microsoft.Win32.SafeHandles;

namespace AiGateway.Sidecar.Egress;

/// <summary>
/// Reads the pod's tables of sockets, whoever made them, piece by piece through one small buffer: a pod with many sockets costs time and no memory, and more than
/// <see cref="MaxBytes"/> are not read. For one caller at a time.
/// </summary>
/// <param name="folder"><c>/proc/net</c>.</param>
/// <param name="user">Whose sockets are looked for.</param>
internal sealed class SocketTables(string folder, uint user)
{
    /// <summary>What is read of all tables at one look, in bytes: some 400,000 sockets.</summary>
    public const long MaxBytes = 64 << 20;

    /// <summary>Longer than any line.</summary>
    private const int BufferBytes = 8 * 1024;

    private static readonly string[] s_tables = ["tcp", "tcp6", "udp", "udp6", "raw", "raw6"];

    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>Adds the inodes of the user's sockets that may reach beyond the pod.</summary>
    /// <exception cref="IOException">A table cannot be read, or there is more than may be read.</exception>
    public void Find(HashSet<ulong> inodes)
    {
        var left = MaxBytes;
        foreach (var table in s_tables)
        {
            var path = Path.Combine(folder, table);
            if (!File.Exists(path)) continue; // A kernel without IPv6 has no tables of it.
            using var file = File.OpenHandle(path);
            Find(file, inodes, ref left);
        }
    }

    private void Find(SafeFileHandle file, HashSet<ulong> inodes, ref long left)
    {
        var (offset, held) = (0L, 0);
        while (RandomAccess.Read(file, _buffer.AsSpan(held), offset) is > 0 and var read)
        {
            (offset, left) = (offset + read, left - read);
            if (left < 0) throw new IOException("there are more sockets than are looked through");
            var rest = ReadLines(_buffer.AsSpan(0, held + read), inodes);
            if (rest == _buffer.Length) throw new IOException("a line of the sockets has no end");
            _buffer.AsSpan(held + read - rest, rest).CopyTo(_buffer);
            held = rest;
        }
    }

    /// <summary>Reads the whole lines, and says how many bytes are left behind them.</summary>
    private int ReadLines(ReadOnlySpan<byte> text, HashSet<ulong> inodes)
    {
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            if (SocketRow.TryRead(text[..end], out var row) && row.User == user && row.Inode != 0 && !row.IsToLoopback) inodes.Add(row.Inode);
            text = text[(end + 1)..];
        }

        return text.Length;
    }
}
