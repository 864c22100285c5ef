using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Takes the pages of the binary and of its libraries out of the process, of which start-up touched nearly all: what is still used comes back from the page cache at the next touch,
/// what is not is the kernel's to reclaim. Only mappings that nothing may write to and nothing has written to (relocated data has been) are given up, so nothing can get lost.
/// </summary>
internal static class UnusedPages
{
    /// <summary>madvise(2), of Linux.</summary>
    private const int DontNeed = 4;

    private const string Maps = "/proc/self/smaps";

    /// <summary>Ahead of time alone: a runtime that compiles keeps what it reads.</summary>
    public static void Release()
    {
        if (RuntimeFeature.IsDynamicCodeSupported) return;
        try
        {
            foreach (var (start, length) in FindClean(File.ReadLines(Maps))) _ = Advise(start, length, DontNeed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return; // Memory that is not given back costs nothing else.
        }
    }

    /// <summary>The mappings of files that cannot be written to, and of which no page is this process's own.</summary>
    public static IEnumerable<(nint Start, nint Length)> FindClean(IEnumerable<string> smaps)
    {
        (nint Start, nint Length) open = default;
        foreach (var line in smaps)
        {
            if (ReadHead(line) is { } head) open = head;
            else if (open.Length > 0 && line.StartsWith("Anonymous:", StringComparison.Ordinal))
            {
                if (line.AsSpan("Anonymous:".Length).Trim() is "0 kB") yield return open;
                open = default;
            }
        }
    }

    /// <summary>The range of a head line, as <c>7f00-7f10 r-xp 00000000 08:01 42 /usr/lib/x.so</c>; of no length where it is not of a file, or may be written to. Null for any other line.</summary>
    private static (nint Start, nint Length)? ReadHead(string line)
    {
        Span<Range> parts = stackalloc Range[7];
        var text = line.AsSpan();
        var count = text.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        var dash = count < 5 ? -1 : text[parts[0]].IndexOf('-');
        if (dash < 0 || !TryReadHex(text[parts[0]][..dash], out var start) || !TryReadHex(text[parts[0]][(dash + 1)..], out var end)) return null;
        var isFile = count > 5 && text[parts[5]][0] == '/';
        return isFile && text[parts[1]][1] == '-' ? (start, end - start) : (0, 0);
    }

    private static bool TryReadHex(ReadOnlySpan<char> digits, out nint value) => nint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint start, nint length, int advice);
}
