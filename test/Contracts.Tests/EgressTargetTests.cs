using System.Net;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Contracts.Tests;

public sealed class EgressTargetTests
{
    private static readonly string s_label = new('a', 63);
    private static readonly string s_longest = $"{s_label}.{s_label}.{s_label}.{new('b', 61)}";

    public static TheoryData<string> Longest => [s_longest, "*." + s_longest[2..]];

    [Theory]
    [InlineData("api.github.com", "api.github.com", 443, 443)]
    [InlineData("API.GitHub.com:443", "api.github.com", 443, 443)]
    [InlineData("*.pypi.org:8000-8999", "*.pypi.org", 8000, 8999)]
    [InlineData("localhost:*", "localhost", 1, 65535)]
    [InlineData("_ldap._tcp.example.com", "_ldap._tcp.example.com", 80, 80)]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example", 443, 443)]
    [InlineData("3com.example", "3com.example", 443, 443)]
    [InlineData("a--b.example", "a--b.example", 443, 443)]
    public void TryParse_Host_IsInLowerCaseWithItsPorts(string text, string host, int first, int last)
    {
        var target = Parse(text);

        Assert.Equal((host, null), (target.Host, target.Network));
        Assert.True(target.Covers(first) && target.Covers(last));
    }

    [Theory]
    [InlineData("10.96.0.0/12:5432", "10.96.0.0/12", 5432, 5432)]
    [InlineData("10.0.0.5:22", "10.0.0.5/32", 22, 22)]
    [InlineData("0.0.0.0/0:*", "0.0.0.0/0", 1, 65535)]
    [InlineData("[fd00::/8]:443", "fd00::/8", 443, 443)]
    [InlineData("[::/0]:1-1024", "::/0", 1, 1024)]
    [InlineData("[2001:DB8::7]:443", "2001:db8::7/128", 443, 443)]
    public void TryParse_Addresses_AreARangeWithItsPorts(string text, string network, int first, int last)
    {
        var target = Parse(text);

        Assert.Equal((null, network, (first, last)), (target.Host, target.Network?.ToString(), target.Ports));
    }

    [Theory]
    [InlineData(null, "must be a host, *.host, or a range")]
    [InlineData("", "must be a host, *.host, or a range")]
    [InlineData("*", "must be the name of a host")]
    [InlineData("*.", "must be the name of a host")]
    [InlineData("*.*.example.com", "must be the name of a host")]
    [InlineData("a.*.example.com", "must be the name of a host")]
    [InlineData("*example.com", "must be the name of a host")]
    [InlineData(".example.com", "must be the name of a host")]
    [InlineData("example.com.", "must be the name of a host")]
    [InlineData("a..example.com", "must be the name of a host")]
    [InlineData("-a.example.com", "must be the name of a host")]
    [InlineData("a-.example.com", "must be the name of a host")]
    [InlineData("a b.example.com", "must be the name of a host")]
    [InlineData("bücher.example", "must be the name of a host")]
    [InlineData("ａpi.openai.com", "must be the name of a host")]
    [InlineData("api.openai。com", "must be the name of a host")]
    [InlineData("a@example.com", "must be the name of a host")]
    [InlineData("1.2.3.999", "must be the name of a host")]
    [InlineData("1.2.3.4.5", "must be the name of a host")]
    [InlineData("https://example.com", "must end in :port")]
    [InlineData("example.com\n", "must be the name of a host")]
    [InlineData("metadata.google.internal", "may not be reached: the host is a metadata service")]
    [InlineData("METADATA:80", "may not be reached: the host is a metadata service")]
    [InlineData("example.com:", "must end in :port")]
    [InlineData("example.com:0", "must end in :port")]
    [InlineData("example.com:65536", "must end in :port")]
    [InlineData("example.com:080", "must end in :port")]
    [InlineData("example.com:+80", "must end in :port")]
    [InlineData("example.com: 80", "must end in :port")]
    [InlineData("example.com:90-80", "must end in :port")]
    [InlineData("example.com:80-", "must end in :port")]
    [InlineData("example.com:-80", "must end in :port")]
    [InlineData("example.com:80-90-99", "must end in :port")]
    [InlineData("example.com:**", "must end in :port")]
    [InlineData("example.com:٤٤٣", "must end in :port")]
    [InlineData("10.0.0.0/8", "must say its ports")]
    [InlineData("10.0.0.1", "must say its ports")]
    [InlineData("fd00::/8", "must say its ports")]
    [InlineData("fd00::1", "must say its ports")]
    [InlineData("[fd00::1]", "must say its ports")]
    [InlineData("[fd00::1]443", "must end in :port")]
    [InlineData("[fd00::1", "must be the name of a host")]
    [InlineData("[api.openai.com]:443", "must have brackets around IPv6 alone")]
    [InlineData("[10.0.0.0/8]:443", "must have brackets around IPv6 alone")]
    [InlineData("10.0.0.1/8:443", "its lower bits zero")]
    [InlineData("10.0.0.0/33:443", "must be a range of addresses")]
    [InlineData("10.0.0.0/:443", "must be a range of addresses")]
    [InlineData("[fd00::/129]:443", "must be a range of addresses")]
    [InlineData("example.com/24:443", "must be a range of addresses")]
    [InlineData("[::ffff:10.0.0.0/104]:443", "must name an IPv4 range as IPv4")]
    [InlineData("[fe80::1%eth0]:443", "must be a range of addresses")]
    [InlineData("010.0.0.0/8:443", "must be a range of addresses")]
    [InlineData("0x0a.0.0.0/8:443", "must be a range of addresses")]
    [InlineData("10.1/32:443", "must be a range of addresses")]
    [InlineData("0177.0.0.1:443", "must be a range of addresses")]
    [InlineData("0x7f000001:443", "must be a range of addresses")]
    [InlineData("2130706433:443", "must be a range of addresses")]
    public void TryParse_Unfit_SaysWhatIsWrong(string? text, string problem)
    {
        Assert.False(EgressTarget.TryParse(text, out _, out var told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Longest))]
    public void TryParse_Name_IsBoundedAt253(string text)
    {
        Assert.Equal(253, s_longest.Length);
        Assert.True(EgressTarget.TryParse(text, out _, out _));
        Assert.Null(EgressTarget.NormalizeName("b" + s_longest));
        Assert.False(EgressTarget.TryParse(s_longest + "b", out _, out _));
        Assert.False(EgressTarget.TryParse("a" + s_label, out _, out _));
        Assert.False(EgressTarget.TryParse(new string('a', EgressTarget.MaxLength + 1), out _, out _));
    }

    [Theory]
    [InlineData("api.openai.com", "api.openai.com", true)]
    [InlineData("api.openai.com", "API.OpenAI.com.", true)]
    [InlineData("api.openai.com", "api.openai.com.evil.com", false)]
    [InlineData("api.openai.com", "evilapi.openai.com", false)]
    [InlineData("api.openai.com", "x.api.openai.com", false)]
    [InlineData("api.openai.com", "openai.com", false)]
    [InlineData("api.openai.com", "api-openai.com", false)]
    [InlineData("api.openai.com", "api.openai.com\0.evil.com", false)]
    [InlineData("*.openai.com", "api.openai.com", true)]
    [InlineData("*.openai.com", "a.b.openai.com", true)]
    [InlineData("*.openai.com", "openai.com", false)]
    [InlineData("*.openai.com", ".openai.com", false)]
    [InlineData("*.openai.com", "evilopenai.com", false)]
    [InlineData("*.openai.com", "api.openai.com.evil.com", false)]
    [InlineData("10.0.0.0/8:443", "10.0.0.1", false)]
    public void Matches_Name_OnlyTheHostsThatAreNamed(string text, string name, bool expected)
    {
        Assert.Equal(expected, Parse(text).Matches(name, 443));
        Assert.Equal(expected, Parse(text).MatchesName(name));
    }

    [Theory]
    [InlineData("10.96.0.0/12:5432", "10.111.255.255", 5432, true)]
    [InlineData("10.96.0.0/12:5432", "::ffff:10.96.0.1", 5432, true)]
    [InlineData("10.96.0.0/12:5432", "10.112.0.0", 5432, false)]
    [InlineData("10.96.0.0/12:5432", "10.96.0.1", 5433, false)]
    [InlineData("[fd00::/8]:443", "fdff::1", 443, true)]
    [InlineData("[fd00::/8]:443", "fe00::1", 443, false)]
    [InlineData("0.0.0.0/0:*", "fd00::1", 443, false)]
    [InlineData("[::/0]:*", "10.0.0.1", 443, false)]
    [InlineData("[::/0]:*", "::ffff:10.0.0.1", 443, false)]
    [InlineData("api.openai.com", "10.0.0.1", 443, false)]
    public void Matches_Address_InTheRangeOfItsOwnFamily(string text, string address, int port, bool expected) => Assert.Equal(expected, Parse(text).Matches(IPAddress.Parse(address), port));

    [Theory]
    [InlineData("a.example", 443, true)]
    [InlineData("a.example", 80, true)]
    [InlineData("a.example", 8443, false)]
    [InlineData("a.example:8000-8999", 7999, false)]
    [InlineData("a.example:8000-8999", 8000, true)]
    [InlineData("a.example:8000-8999", 8999, true)]
    [InlineData("a.example:8000-8999", 9000, false)]
    [InlineData("a.example:8000-8999", 443, false)]
    public void Covers_Port_AsWritten(string text, int port, bool expected) => Assert.Equal(expected, Parse(text).Covers(port));

    [Theory]
    [InlineData("API.OpenAI.com", "api.openai.com")]
    [InlineData("api.openai.com.", "api.openai.com")]
    [InlineData("_x._tcp.example", "_x._tcp.example")]
    [InlineData("xn--bcher-kva.example", "xn--bcher-kva.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("api.openai.com..", null)]
    [InlineData(".", null)]
    [InlineData("", null)]
    [InlineData("10.0.0.1", null)]
    [InlineData("10.0.0.1.", null)]
    [InlineData("0177.0.0.1", null)]
    [InlineData("0x7f.0.0.1", null)]
    [InlineData("127.0.0.0x1", null)]
    [InlineData("0x7f000001", null)]
    [InlineData("2130706433", null)]
    [InlineData("::1", null)]
    [InlineData("[::1]", null)]
    [InlineData("*.openai.com", null)]
    [InlineData("a b", null)]
    [InlineData("api.openai.com:443", null)]
    [InlineData("api.openai.com\0", null)]
    [InlineData("api%2eopenai.com", null)]
    [InlineData("bücher.example", null)]
    [InlineData("KELVIN\u212A.example", null)]
    public void NormalizeName_AnyText_ANameOrNothing(string text, string? expected) => Assert.Equal(expected, EgressTarget.NormalizeName(text));

    [Fact]
    public void TryParse_WhatToStringWrote_IsTheSame() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var target = Parse(text);
        return target == Parse(target.ToString());
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_AnyText_NeverThrowsAndWhatItTakesIsStable() => Prop.ForAll(Rough().ToArbitrary(), text =>
        !EgressTarget.TryParse(text, out var target, out var problem) ? problem.Length > 0 : problem.Length == 0 && target == Parse(target.ToString())).QuickCheckThrowOnFailure();

    private static Gen<string> Texts()
    {
        var host = Gen.Elements("a", "B-c", "_x", "xn--4ca").ArrayOf().Where(labels => labels.Length is > 0 and < 6).Select(labels => string.Join('.', labels) + ".example");
        var hosts = host.SelectMany(name => Gen.Elements(name, "*." + name, name + ":*", name + ":8443", "*." + name + ":1-65535", name + ":80-90"));
        var four = Gen.Choose(0, 32).SelectMany(bits => Gen.Choose(int.MinValue, int.MaxValue).Select(number => $"{Masked(BitConverter.GetBytes(number), bits)}:443"));
        var six = Gen.Choose(0, 128).SelectMany(bits => Gen.Choose(0, 255).Select(number => $"[{Masked([0x20, .. Enumerable.Repeat((byte)number, 15)], bits)}]:1-2"));
        return Gen.OneOf(hosts, four, six);
    }

    private static Gen<string> Rough() =>
        Gen.Elements("a", "10.", "0x", "/8", ":", "443", "-", "*", "*.", ".", "[", "]", "fd00::", "%", "\0", "é", "010", " ").ArrayOf().Select(string.Concat);

    private static string Masked(byte[] bytes, int bits)
    {
        for (var bit = bits; bit < bytes.Length * 8; bit++) bytes[bit / 8] &= (byte)~(0x80 >> (bit % 8));
        return $"{new IPAddress(bytes)}/{bits}";
    }

    private static EgressTarget Parse(string text) => EgressTarget.TryParse(text, out var target, out var problem) ? target : throw new ArgumentException($"{text}: {problem}", nameof(text));
}
