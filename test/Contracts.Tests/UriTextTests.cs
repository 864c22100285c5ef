namespace AiGateway.Contracts.Tests;

/// <summary>A prefix that no unambiguous URI begins with allows nothing, and one that some URI begins with must not be refused.</summary>
public class UriTextTests
{
    [Theory]
    [InlineData("file:///data/report.txt")]
    [InlineData("https://host/a%20b")]
    [InlineData("urn:example:thing")]
    public void IsUnambiguous_PlainUri_Holds(string uri) => Assert.True(UriText.IsUnambiguous(uri));

    [Theory]
    [InlineData("file:///data/../etc/passwd")]
    [InlineData("file:///data/%2e%2e/etc")]
    [InlineData("file:///data//etc")]
    [InlineData("file:///data\\etc")]
    [InlineData("file:///data/%2Fetc")]
    [InlineData("file:///data/%zz")]
    [InlineData("file:///data/a;../b")]
    public void IsUnambiguous_WhatMayBeReadAsAnother_DoesNot(string uri) => Assert.False(UriText.IsUnambiguous(uri));

    [Theory]
    [InlineData("file:///data/")]
    [InlineData("file:///data/.")]
    [InlineData("file:///data/..")]
    [InlineData("file:///data/a%")]
    [InlineData("file:///data/a%2")]
    [InlineData("https://")]
    [InlineData("fi")]
    public void MayBegin_PrefixOfAPlainUri_Holds(string prefix) => Assert.True(UriText.MayBegin(prefix));

    [Theory]
    [InlineData("file:///data/../")]
    [InlineData("file:///data//")]
    [InlineData("file:///data\\")]
    [InlineData("file:///data/%41")]
    [InlineData("file:///./a")]
    public void MayBegin_PrefixOfNone_DoesNot(string prefix) => Assert.False(UriText.MayBegin(prefix));

    [Fact]
    public void MayBegin_EachPieceOfAPlainUri_Holds()
    {
        const string Uri = "https://host:8443/a/b.c/..d/%20e;f=1?g=h&i#j";
        Assert.True(UriText.IsUnambiguous(Uri));

        Assert.All(Enumerable.Range(0, Uri.Length), length => Assert.True(UriText.MayBegin(Uri[..length]), Uri[..length]));
    }
}
