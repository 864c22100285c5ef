using AiGateway.Sidecar.Hosting;

namespace AiGateway.Sidecar.Tests.Hosting;

/// <summary>What is given up must be a file's, unwritable, and as it is in the file: a page that was written to would be lost.</summary>
public class UnusedPagesTests
{
    private const string Code = "5581a0000000-5581a0900000 r-xp 00700000 08:01 42   /app/AiGateway.Sidecar";

    [Fact]
    public void FindClean_CodeOfAFile_IsNamedWhole()
    {
        var (start, length) = Assert.Single(UnusedPages.FindClean([Code, "Size:  9216 kB", "Rss:  8476 kB", "Anonymous:             0 kB", "VmFlags: rd ex mr mw me"]));

        Assert.Equal(0x5581a0000000, start);
        Assert.Equal(0x900000, length);
    }

    [Theory]
    [InlineData("5581a0900000-5581a0a00000 rw-p 00900000 08:01 42   /app/AiGateway.Sidecar", "0")]
    [InlineData("5581a0a00000-5581a0b00000 r--p 00a00000 08:01 42   /app/AiGateway.Sidecar", "4")]
    [InlineData("7f0000000000-7f0000100000 r-xp 00000000 00:00 0", "0")]
    [InlineData("7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0    [vdso]", "0")]
    public void FindClean_WritableWrittenOrNoFile_IsLeft(string head, string anonymous) =>
        Assert.Empty(UnusedPages.FindClean([head, "Rss:  4 kB", $"Anonymous:  {anonymous} kB"]));

    [Fact]
    public void FindClean_ManyMappings_EachIsJudgedByItsOwnLines() =>
        Assert.Single(UnusedPages.FindClean([Code, "Anonymous:  8 kB", Code.Replace("r-xp", "r--p", StringComparison.Ordinal), "Anonymous:  0 kB", "Anonymous:  0 kB"]));

    [Fact]
    public void FindClean_ThisProcess_NamesWholePages() =>
        Assert.All(UnusedPages.FindClean(File.ReadLines("/proc/self/smaps")), mapping => Assert.Equal(0, (mapping.Start | mapping.Length) % Environment.SystemPageSize));
}
