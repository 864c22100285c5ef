using System.Buffers.Text;
using System.Globalization;
using System.IO.Enumeration;
using System.Runtime.InteropServices;
using System.Text;

namespace AiGateway.Sidecar.Egress;

/// <summary>The sockets that this process holds, by their inodes: what the links in <c>/proc/self/fd</c> say (proc(5)).</summary>
internal static class OwnSockets
{
    private const string Folder = "/proc/self/fd";

    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>Adds them. A descriptor that is closed meanwhile is none.</summary>
    /// <exception cref="IOException">The descriptors cannot be listed.</exception>
    public static void Find(HashSet<ulong> inodes)
    {
        Span<byte> path = stackalloc byte[32];
        Span<byte> link = stackalloc byte[64];
        foreach (var descriptor in new FileSystemEnumerable<int>(Folder, NumberOf, s_all))
        {
            path.Clear();
            if (!Encoding.ASCII.TryGetBytes($"{Folder}/", path, out var begin) || !Utf8Formatter.TryFormat(descriptor, path[begin..], out _)) continue;
            var length = ReadLink(ref path[0], ref link[0], link.Length);
            if (length > 0 && TryReadInode(link[..(int)length], out var inode)) inodes.Add(inode);
        }
    }

    /// <summary>As <c>socket:[4711]</c>.</summary>
    private static bool TryReadInode(ReadOnlySpan<byte> link, out ulong inode)
    {
        inode = 0;
        return link.StartsWith("socket:["u8) && Utf8Parser.TryParse(link["socket:[".Length..], out inode, out _);
    }

    private static int NumberOf(ref FileSystemEntry entry) =>
        int.TryParse(entry.FileName, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

    [DllImport("libc", EntryPoint = "readlink")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint ReadLink(ref byte path, ref byte buffer, nint size);
}
