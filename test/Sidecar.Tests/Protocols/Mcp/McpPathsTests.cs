using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Mcp;

namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>A tool server's path names one server, plainly.</summary>
public sealed class McpPathsTests
{
    [Theory]
    [InlineData("/mcp/files", "files", null)]
    [InlineData("/mcp/a.b-c.9", "a.b-c.9", null)]
    [InlineData("/mcp/files?endpoint=aB_9-~.", "files", "aB_9-~.")]
    public void Of_PlainName_IsItsServer(string raw, string server, string? token)
    {
        var place = CallPaths.Of(new(raw.Split('?')[0], raw));
        Assert.Equal((Dialect.Mcp, WireFormat.Mcp, server, token, null), (place!.Dialect, place.Format, place.Server, place.Token, place.Fault));
        Assert.Equal(token is null ? "GET, POST, DELETE" : "POST", place.Methods);
    }

    [Theory]
    [InlineData("/mcp/a/b", "/mcp/a/b")]
    [InlineData("/mcp/a/", "/mcp/a/")]
    [InlineData("/mcp/Files", "/mcp/Files")]
    [InlineData("/mcp/-a", "/mcp/-a")]
    [InlineData("/mcp/a..b", "/mcp/a..b")]
    [InlineData("/mcp/a_b", "/mcp/a_b")]
    [InlineData("/mcp/files", "/mcp/fil%65s")]
    [InlineData("/mcp/files", "/mcp/x/../files")]
    [InlineData("/mcp/files", "//mcp/files")]
    [InlineData("/mcp/files", "http://127.0.0.1:15080/mcp/files")]
    public void Of_AnythingElse_IsNotServed(string path, string raw) => Assert.Null(CallPaths.Of(new(path, raw)));

    [Theory]
    [InlineData("?")]
    [InlineData("?x=1")]
    [InlineData("?endpoint=")]
    [InlineData("?endpoint=a&endpoint=b")]
    [InlineData("?endpoint=a%2e")]
    [InlineData("?Endpoint=a")]
    public void Of_OtherQuery_IsRefused(string query) => Assert.NotNull(CallPaths.Of(new("/mcp/files", "/mcp/files" + query))!.Fault);

    [Fact]
    public void Of_LongNameOrToken_IsRefused()
    {
        Assert.Null(CallPaths.Of(new("/mcp/" + new string('a', 254), "/mcp/" + new string('a', 254))));
        Assert.NotNull(CallPaths.Of(new("/mcp/a", "/mcp/a?endpoint=" + new string('a', McpPaths.MaxToken + 1)))!.Fault);
    }

    [Theory]
    [InlineData("/mcp")]
    [InlineData("/mcp/x/y")]
    public void DialectOf_AnyPathBelow_IsMcp(string path) => Assert.Equal(Dialect.Mcp, CallPaths.DialectOf(path));
}
