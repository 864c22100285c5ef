using AiGateway.Operator.Status;
using AiGateway.Operator.Status.Tools;

namespace AiGateway.Operator.Tests.Status.Tools;

public sealed class LookAlikesTests
{
    private readonly ToolsGiven _given = new() { Servers = [ToolsGiven.Server("files"), ToolsGiven.Server("git")] };

    [Theory]
    [InlineData("read_file", "read-file")]
    [InlineData("read_file", "readFile")]
    [InlineData("read_file", "READ.FILE")]
    [InlineData("read file", "readfile")]
    [InlineData("read_file", "read\u2013file")] // En dash
    [InlineData("read_file", "read\u200B_file")] // Zero-width space
    [InlineData("read_file", "read\u00AD_file")] // Soft hyphen
    [InlineData("read_file", "read_\u202Efile")] // Right-to-left override
    [InlineData("read_file", "read_fi\u0301le")] // Combining accent
    [InlineData("go", "g0")]
    [InlineData("list", "1ist")]
    [InlineData("list", "Iist")]
    [InlineData("list", "|ist")]
    [InlineData("sum", "5um")]
    [InlineData("buy", "8uy")]
    [InlineData("zip", "2ip")]
    [InlineData("modem", "modern")]
    [InlineData("warn", "vvarn")]
    [InlineData("scope", "\u0455\u0441\u043E\u0440\u0435")] // Cyrillic, all of it
    [InlineData("HEKTOP", "\u041D\u0415\u041A\u0422\u041E\u0420")] // Cyrillic capitals
    [InlineData("pay", "\u0440\u0430\u0443")]
    [InlineData("kill", "\u03BA\u03B9ll")] // Greek
    [InlineData("HTTP", "\u0397\u03A4\u03A4\u03A1")] // Greek capitals
    [InlineData("nano", "\u03B7\u03B1\u03B7\u03BF")]
    [InlineData("Read_1", "\uFF32\uFF45\uFF41\uFF44\uFF3F\uFF11")] // Full width
    [InlineData("read", "\U0001D5CB\U0001D5BE\U0001D5BA\U0001D5BD")] // Mathematical sans-serif
    [InlineData("bit", "b\u0131t")] // Dotless i
    public void Skeleton_NamesThatLookAlike_IsTheSame(string one, string other) => Assert.Equal(Skeleton.Of(one), Skeleton.Of(other));

    [Theory]
    [InlineData("read", "write")]
    [InlineData("read", "reads")]
    [InlineData("get_v2", "get_v3")]
    [InlineData("tool_1", "tool_2")]
    [InlineData("tool_5", "tool_6")]
    [InlineData("search", "research")]
    [InlineData("\u4E00", "\u4E8C")] // Two Chinese numerals
    [InlineData("-", "_")] // Nothing is left of either
    [InlineData("a/b", "ab")]
    public void Skeleton_NamesThatDiffer_IsNot(string one, string other) => Assert.NotEqual(Skeleton.Of(one), Skeleton.Of(other));

    [Fact]
    public async Task Status_ToolsOfTwoServersLookAlike_BothSayWhichAndWhere()
    {
        await _given.Hear("a", Saw("files", "read_file"), Saw("git", "read-file")).LookAsync();

        Assert.Equal(("False", StatusReasons.LookAlike), (_given.Condition("ToolsDistinct").Status, _given.Condition("ToolsDistinct").Reason));
        Assert.StartsWith("\"read-file\" of this server looks like \"read_file\" of McpServer files; ", _given.Condition("ToolsDistinct").Message, StringComparison.Ordinal);
        Assert.StartsWith("\"read_file\" of this server looks like \"read-file\" of McpServer git; ", _given.Condition("ToolsDistinct", "files").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_SameNameAtTwoServers_CountsToo()
    {
        await _given.Hear("a", Saw("files", "search"), Saw("git", "search", "clone")).LookAsync();

        Assert.StartsWith("\"search\" of this server is also a tool of McpServer files; ", _given.Condition("ToolsDistinct").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_TwoToolsOfOneServerLookAlike_SaysSo()
    {
        await _given.Hear("a", Saw("files", "list"), Saw("git", "de1ete_file", "delete_file")).LookAsync();

        Assert.StartsWith("\"delete_file\" of this server looks like \"de1ete_file\" of this server; ", _given.Condition("ToolsDistinct").Message, StringComparison.Ordinal);
        Assert.Equal("True", _given.Condition("ToolsDistinct", "files").Status);
    }

    [Fact]
    public async Task Status_ManyLookAlike_NamesThreeAndCountsTheRest()
    {
        await _given.Hear("a", Saw("files", "a", "b", "c", "d", "e"), Saw("git", "a", "b", "c", "d", "e")).LookAsync();

        Assert.Contains("\"c\" of this server is also a tool of McpServer files and 2 more; ", _given.Condition("ToolsDistinct").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_ServersOfTwoNamespaces_AreNotHeldAgainstEachOther()
    {
        var other = ToolsGiven.Server("git");
        _given.Servers =
        [
            ToolsGiven.Server("files"),
            other with { Metadata = other.Metadata with { Namespace = "other" }, Status = new() { ToolCount = 1, Tools = [new() { Name = "search", Hash = new('a', 64), State = "New" }] } },
        ];

        await _given.Hear("a", Saw("files", "search")).LookAsync();

        Assert.Equal(("True", StatusReasons.Distinct), (_given.Condition("ToolsDistinct", "files").Status, _given.Condition("ToolsDistinct", "files").Reason));
    }

    [Fact]
    public async Task Status_DoubleIsGone_IsDistinctAgain()
    {
        await _given.Hear("a", Saw("files", "search"), Saw("git", "search")).LookAsync();
        _given.Time.Advance(TimeSpan.FromSeconds(1));

        await _given.Hear("a", Saw("files", "search"), Saw("git", "clone")).LookAsync();

        Assert.Equal(("True", "True"), (_given.Condition("ToolsDistinct").Status, _given.Condition("ToolsDistinct", "files").Status));
    }

    private Contracts.SeenServer Saw(string server, params string[] tools) => _given.Saw(server, [.. tools.Select(tool => ToolsGiven.Pin(tool))]);
}
