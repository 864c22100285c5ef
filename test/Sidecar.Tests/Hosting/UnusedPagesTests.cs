using AiGateway.Sidecar.Hosting;

namespace AiGateway.Sidecar.Tests.Hosting;

/// <summary>What is given up must be a file's, unwritable, and as it is in the file: a page that was written to would be lost.</summary>
public class UnusedPagesTests
{
    private const string Code = "5581a0000000-5581a0900000 r-xp 00700000 08:01 42   /app/AiGateway.Sidecar";

    [Fact]
    public void FindClean_CodeOfAFile_IsNamedWhole()
    {
        var (start, length) = Assert.Single(Find([Code, "Size:  9216 kB", "Rss:  8476 kB", "Anonymous:             0 kB", "VmFlags: rd ex mr mw me"]));

        Assert.Equal(0x5581a0000000, start);
        Assert.Equal(0x900000, length);
    }

    [Theory]
    [InlineData("5581a0900000-5581a0a00000 rw-p 00900000 08:01 42   /app/AiGateway.Sidecar", "0")]
    [InlineData("5581a0a00000-5581a0b00000 r--p 00a00000 08:01 42   /app/AiGateway.Sidecar", "4")]
    [InlineData("7f0000000000-7f0000100000 r-xp 00000000 00:00 0", "0")]
    [InlineData("7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0    [vdso]", "0")]
    public void FindClean_WritableWrittenOrNoFile_IsLeft(string head, string anonymous) =>
        Assert.Empty(Find([head, "Rss:  4 kB", $"Anonymous:  {anonymous} kB"]));

    [Fact]
    public void FindClean_ManyMappings_EachIsJudgedByItsOwnLines() =>
        Assert.Single(Find([Code, "Anonymous:  8 kB", Code.Replace("r-xp", "r--p", StringComparison.Ordinal), "Anonymous:  0 kB", "Anonymous:  0 kB"]));

    [Fact]
    public void FindClean_ThisProcess_NamesWholePages() =>
        Assert.All(Find(File.ReadAllLines("/proc/self/smaps")), mapping => Assert.Equal(0, (mapping.Start | mapping.Length) % Environment.SystemPageSize));

    [Fact]
    public void FindClean_FileThatNoCodeRunsFrom_IsLeft()
    {
        string[] cache = ["7f0000000000-7f0000100000 r--p 00000000 08:01 43   /etc/ld.so.cache", "Anonymous:  0 kB"];
        string[] before = ["5581a0000000-5581a0100000 r--p 00000000 08:01 42   /app/AiGateway.Sidecar", "Anonymous:  0 kB"];

        Assert.Empty(Find(cache));
        Assert.Equal([0x100000, 0x900000], Find([.. before, .. cache, Code, "Anonymous:  0 kB"]).ConvertAll(mapping => (int)mapping.Length));
    }

    [Fact]
    public void FindClean_LineLongerThanAnyPath_NothingOfItsMappingIsGivenUp()
    {
        var within = Code + new string('x', 5000) + Code;

        Assert.Empty(Find([within, "Anonymous:  0 kB"]));
        Assert.Single(Find([within, "Anonymous:  0 kB", Code, "Anonymous:  0 kB"]));
        Assert.Empty(Find([Code, "Anonymous:  8 kB" + new string('\0', 5000), "Anonymous:  0 kB"]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void FindClean_ReadInPieces_FindsTheSame(int piece)
    {
        var lines = Enumerable.Range(0, 50).SelectMany(_ => new[] { Code, "Rss:  8476 kB", "Anonymous:             0 kB" });

        Assert.Equal(50, UnusedPages.FindClean(new PiecesReader(string.Join('\n', lines), piece)).Count);
    }

    private static List<(nint Start, nint Length)> Find(string[] lines) => UnusedPages.FindClean(new StringReader(string.Join('\n', lines)));

    /// <summary>As the kernel gives them: no more at once than it likes.</summary>
    private sealed class PiecesReader(string text, int piece) : StringReader(text)
    {
        public override int Read(char[] buffer, int index, int count) => base.Read(buffer, index, Math.Min(count, piece));
    }
}
