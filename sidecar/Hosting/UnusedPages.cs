using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AiGateway.Sidecar.Hosting;

/// <summary>
/// Takes the pages of the binary and of its libraries out of the process, of which start-up touched nearly all: what is still used comes back from the page cache at the next touch,
/// what is not is the kernel's to reclaim. Only mappings that nothing may write to and nothing has written to (relocated data has been) are given up, so nothing can get lost; and only of files
/// that code runs from, which stay mapped: another's place may be something else's memory a moment later.
/// </summary>
internal static class UnusedPages
{
    /// <summary>madvise(2), of Linux.</summary>
    private const int DontNeed = 4;

    private const string Maps = "/proc/self/smaps";

    /// <summary>Characters; a line is some 150 with its path. Of a longer one, which no image of ours has, nothing is given up.</summary>
    private const int Room = 1024;

    /// <summary>Ahead of time alone: a runtime that compiles keeps what it reads.</summary>
    public static void Release()
    {
        if (RuntimeFeature.IsDynamicCodeSupported) return;
        try
        {
            using var smaps = new StreamReader(Maps, new FileStreamOptions { BufferSize = 0 });
            foreach (var (start, length) in FindClean(smaps)) _ = Advise(start, length, DontNeed);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return; // Memory that is not given back costs nothing else.
        }
    }

    /// <summary>The mappings, of files that code runs from, that cannot be written to and of which no page is this process's own. No line becomes a string: they would be what an idle heap mostly holds.</summary>
    public static List<(nint Start, nint Length)> FindClean(TextReader smaps)
    {
        var (clean, code) = (new List<Mapping>(), new HashSet<long>());
        Mapping open = default;
        var buffer = ArrayPool<char>.Shared.Rent(Room);
        var (held, isCut) = (0, false);
        while (smaps.Read(buffer, held, buffer.Length - held) is > 0 and var read)
        {
            var rest = buffer.AsSpan(0, held + read);
            for (var end = rest.IndexOf('\n'); end >= 0; end = rest.IndexOf('\n'))
            {
                if (isCut) (open, isCut) = (default, false);
                else open = ReadLine(rest[..end], open, clean, code);
                rest = rest[(end + 1)..];
            }
            if (rest.Length == buffer.Length)
            {
                isCut = true;
                rest = default;
            }
            rest.CopyTo(buffer);
            held = rest.Length;
        }
        if (!isCut) _ = ReadLine(buffer.AsSpan(0, held), open, clean, code);
        ArrayPool<char>.Shared.Return(buffer);
        return [.. clean.FindAll(mapping => code.Contains(mapping.File)).ConvertAll(mapping => (mapping.Start, mapping.Length))];
    }

    /// <summary>Of which mapping the next line speaks: of none once it is told whether this one is clean.</summary>
    private static Mapping ReadLine(ReadOnlySpan<char> line, Mapping open, List<Mapping> clean, HashSet<long> code)
    {
        if (ReadHead(line) is { } head)
        {
            if (head.IsCode) code.Add(head.File);
            return head;
        }
        if (open.Length == 0 || !line.StartsWith("Anonymous:", StringComparison.Ordinal)) return open;
        if (line["Anonymous:".Length..].Trim() is "0 kB") clean.Add(open);
        return default;
    }

    /// <summary>What a head line tells, as <c>7f00-7f10 r-xp 00000000 08:01 42 /usr/lib/x.so</c>; nothing where it is not of a file, or may be written to. Null for any other line.</summary>
    private static Mapping? ReadHead(ReadOnlySpan<char> text)
    {
        Span<Range> parts = stackalloc Range[7];
        var count = text.Split(parts, ' ', StringSplitOptions.RemoveEmptyEntries);
        var dash = count < 5 ? -1 : text[parts[0]].IndexOf('-');
        if (dash < 0 || !TryReadHex(text[parts[0]][..dash], out var start) || !TryReadHex(text[parts[0]][(dash + 1)..], out var end)) return null;
        var isFile = count > 5 && text[parts[5]][0] == '/' && text[parts[1]][1] == '-';
        return isFile && long.TryParse(text[parts[4]], CultureInfo.InvariantCulture, out var file) ? new(start, end - start, file, text[parts[1]][2] == 'x') : default(Mapping);
    }

    private static bool TryReadHex(ReadOnlySpan<char> digits, out nint value) => nint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);

    [DllImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Advise(nint start, nint length, int advice);

    /// <summary>A mapping that cannot be written to; of no length where it is none of those.</summary>
    /// <param name="Start">Its first address.</param>
    /// <param name="Length">Bytes.</param>
    /// <param name="File">The number of its file (inode).</param>
    /// <param name="IsCode">Whether it may be run.</param>
    private readonly record struct Mapping(nint Start, nint Length, long File, bool IsCode);
}
