using AiGateway.Sidecar.Redirects.Kernel;

namespace AiGateway.Sidecar.Tests.Redirects.Kernel;

public sealed class NetlinkWriterTests
{
    /// <summary>As strace shows what nft sends for the same.</summary>
    [Fact]
    public void Message_WithAText_IsHeadAndPaddedAttribute() => Assert.Equal(
        "20000000" + "000A" + "0504" + "01000000" + "00000000" + "02000000" + "0A000100" + "6162636465" + "00" + "0000",
        Convert.ToHexString(new NetlinkWriter().Message(0xA00, 0x405, 2).Text(1, "abcde").ToArray()));

    [Fact]
    public void Nest_LengthLeavesItsOwnPaddingOut_AndCountsThatWithin() => Assert.Equal(
        "28000000" + "000A" + "0100" + "01000000" + "00000000" + "0200000A" + "14000280" + "05000100" + "FF000000" + "08000200" + "FFFFFFFB",
        Convert.ToHexString(new NetlinkWriter().Message(0xA00, 1, 2, 10).Nest(2, to => to.Bytes(1, [0xFF]).Number(2, -5)).ToArray()));

    [Fact]
    public void Message_TheSecond_HasTheNextNumberAndLeavesTheFirstAlone()
    {
        var writer = new NetlinkWriter();

        var bytes = writer.Message(1, 0, 0).Number(1, 1).Message(2, 0, 0).ToArray();

        var messages = NetlinkMessage.Read(bytes).ToList();
        Assert.Equal([(1, 1u, 12), (2, 2u, 4)], messages.Select(message => (message.Type, message.Sequence, message.Payload.Length)));
        Assert.Equal(2u, writer.Sequence);
    }
}
