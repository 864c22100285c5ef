using System.Text;
using AiGateway.Sidecar.Egress;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Egress;

/// <summary>The head of a CONNECT: what is taken, and the attacks that are not.</summary>
public class ConnectHeadTests
{
    [Theory]
    [InlineData("api.example.com:443", "api.example.com", 443)]
    [InlineData("API.Example.COM:8443", "api.example.com", 8443)]
    [InlineData("api.example.com.:443", "api.example.com", 443)]
    [InlineData("192.0.2.1:22", "192.0.2.1", 22)]
    [InlineData("[2001:db8::1]:443", "2001:db8::1", 443)]
    [InlineData("[::ffff:192.0.2.1]:443", "192.0.2.1", 443)]
    [InlineData("x:1", "x", 1)]
    [InlineData("x:65535", "x", 65535)]
    public void Read_Authority_IsWhatItSays(string target, string host, int port)
    {
        var authority = ConnectHead.Read(Head($"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\nUser-Agent: t\r\n\r\n"))!.Value;

        Assert.Equal((host, port), (authority.Name ?? authority.Address!.ToString(), authority.Port));
    }

    [Theory]
    [InlineData("no port", "CONNECT example.com HTTP/1.1\r\n\r\n")]
    [InlineData("port 0", "CONNECT example.com:0 HTTP/1.1\r\n\r\n")]
    [InlineData("port 65536", "CONNECT example.com:65536 HTTP/1.1\r\n\r\n")]
    [InlineData("port with a sign", "CONNECT example.com:+443 HTTP/1.1\r\n\r\n")]
    [InlineData("port with a zero", "CONNECT example.com:0443 HTTP/1.1\r\n\r\n")]
    [InlineData("empty port", "CONNECT example.com: HTTP/1.1\r\n\r\n")]
    [InlineData("user", "CONNECT user@example.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("user that looks like a host", "CONNECT pypi.org:443@evil.example:443 HTTP/1.1\r\n\r\n")]
    [InlineData("path", "CONNECT example.com:443/x HTTP/1.1\r\n\r\n")]
    [InlineData("URL", "CONNECT http://example.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("two dots", "CONNECT example.com..:443 HTTP/1.1\r\n\r\n")]
    [InlineData("no host", "CONNECT :443 HTTP/1.1\r\n\r\n")]
    [InlineData("letters of no host", "CONNECT ex%61mple.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("octal address", "CONNECT 0177.0.0.1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("short address", "CONNECT 127.1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("number for an address", "CONNECT 2130706433:443 HTTP/1.1\r\n\r\n")]
    [InlineData("hexadecimal address", "CONNECT 0x7f000001:443 HTTP/1.1\r\n\r\n")]
    [InlineData("IPv6 without brackets", "CONNECT ::1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("IPv6 with a zone", "CONNECT [fe80::1%eth0]:443 HTTP/1.1\r\n\r\n")]
    [InlineData("open bracket", "CONNECT [2001:db8::1:443 HTTP/1.1\r\n\r\n")]
    [InlineData("IPv4 in brackets", "CONNECT [192.0.2.1]:443 HTTP/1.1\r\n\r\n")]
    [InlineData("other version", "CONNECT example.com:443 HTTP/2.0\r\n\r\n")]
    [InlineData("no version", "CONNECT example.com:443\r\n\r\n")]
    [InlineData("two spaces", "CONNECT  example.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("tab", "CONNECT\texample.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("small letters", "connect example.com:443 HTTP/1.1\r\n\r\n")]
    [InlineData("bare line feed", "CONNECT example.com:443 HTTP/1.1\nX: y\r\n\r\n")]
    [InlineData("carriage return in a value", "CONNECT example.com:443 HTTP/1.1\r\nX: a\rb\r\n\r\n")]
    [InlineData("zero byte in a value", "CONNECT example.com:443 HTTP/1.1\r\nX: a\0b\r\n\r\n")]
    [InlineData("field without a colon", "CONNECT example.com:443 HTTP/1.1\r\nX\r\n\r\n")]
    [InlineData("space before the colon", "CONNECT example.com:443 HTTP/1.1\r\nX : y\r\n\r\n")]
    [InlineData("folded field", "CONNECT example.com:443 HTTP/1.1\r\nX: y\r\n z\r\n\r\n")]
    [InlineData("body by length", "CONNECT example.com:443 HTTP/1.1\r\nContent-Length: 5\r\n\r\n")]
    [InlineData("body by chunks", "CONNECT example.com:443 HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n")]
    [InlineData("not ended", "CONNECT example.com:443 HTTP/1.1\r\n")]
    public void Read_Attack_IsNothing(string attack, string head) => Assert.True(ConnectHead.Read(Head(head)) is null, attack);

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    public void Read_ManyFields_AreBounded(int fields, bool isTaken) =>
        Assert.Equal(isTaken, ConnectHead.Read(Head("CONNECT x:1 HTTP/1.1\r\n" + string.Concat(Enumerable.Repeat("X: y\r\n", fields)) + "\r\n")) is not null);

    [Fact]
    public void Read_LongHead_IsBounded() => Assert.Null(ConnectHead.Read(Head($"CONNECT x:1 HTTP/1.1\r\nX: {new string('a', ConnectHead.MaxBytes)}\r\n\r\n")));

    [Fact]
    public void Read_AnyBytes_NeverFail() => Prop.ForAll<byte[]>(bytes =>
    {
        foreach (var head in (byte[][])[bytes, [.. ConnectHead.Method, .. bytes, .. ConnectHead.End], [.. "CONNECT x:1 HTTP/1.1\r\n"u8, .. bytes, .. ConnectHead.End]]) ConnectHead.Read(head);
        return true;
    }).QuickCheckThrowOnFailure();

    private static byte[] Head(string text) => Encoding.Latin1.GetBytes(text);
}
