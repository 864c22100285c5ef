using System.Net;

namespace AiGateway.Contracts.Tests;

public class AddressGuardTests
{
    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("169.254.170.2")]
    [InlineData("100.100.100.200")]
    [InlineData("168.63.129.16")]
    [InlineData("fd00:ec2::254")]
    [InlineData("::ffff:169.254.169.254")]
    [InlineData("64:ff9b::a9fe:a9fe")]
    [InlineData("2002:a9fe:a9fe::1")]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("::")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("ff02::1")]
    public void RefuseAddress_NeverAllowed_EvenWhereTheUrlNamesIt(string address) =>
        Assert.NotNull(AddressGuard.RefuseAddress(IPAddress.Parse(address), named: true));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.8.9.10")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("64:ff9b::7f00:1")]
    [InlineData("::127.0.0.1")]
    [InlineData("2002:7f00:1::")]
    [InlineData("169.254.1.1")]
    [InlineData("fe80::1")]
    public void RefuseAddress_LoopbackOrLinkLocal_IsAllowedOnlyByName(string address)
    {
        Assert.NotNull(AddressGuard.RefuseAddress(IPAddress.Parse(address), named: false));
        Assert.Null(AddressGuard.RefuseAddress(IPAddress.Parse(address), named: true));
    }

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("10.0.0.7")]
    [InlineData("192.168.1.1")]
    [InlineData("2606:4700::1111")]
    [InlineData("fd12:3456::1")]
    public void RefuseAddress_Ordinary_IsOpen(string address) => Assert.Null(AddressGuard.RefuseAddress(IPAddress.Parse(address), named: false));

    [Theory]
    [InlineData("metadata.google.internal")]
    [InlineData("METADATA.google.internal.")]
    [InlineData("169.254.169.254")]
    public void RefuseHost_MetadataByName_IsRefused(string host) => Assert.NotNull(AddressGuard.RefuseHost(host));

    [Fact]
    public void RefuseHost_OrdinaryName_IsOpen() => Assert.Null(AddressGuard.RefuseHost("api.openai.com"));
}
