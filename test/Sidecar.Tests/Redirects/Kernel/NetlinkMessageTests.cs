using AiGateway.Sidecar.Redirects.Kernel;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Redirects.Kernel;

public sealed class NetlinkMessageTests
{
    private const string Echo = "20000000" + "000A" + "0504" + "07000000" + "00000000";

    [Fact]
    public void Read_Acknowledgement_IsOfItsMessageAndNoError()
    {
        var message = Single("24000000" + "0200" + "0001" + "07000000" + "00000000" + "00000000" + Echo);

        Assert.Equal((NetlinkMessage.Error, 7u, 0, null), (message.Type, message.Sequence, message.Number, message.Words()));
    }

    [Fact]
    public void Read_ErrorWithWords_HasBoth()
    {
        var message = Single("30000000" + "0200" + "0003" + "07000000" + "00000000" + "FEFFFFFF" + Echo + "0A000100" + "6E6F706500" + "000000");

        Assert.Equal((2, "nope"), (message.Number, message.Words()));
    }

    [Fact]
    public void Read_LengthBeyondTheDatagram_EndsThere() => Assert.Empty(NetlinkMessage.Read(Convert.FromHexString("FFFFFF7F" + "0200" + "0001" + "07000000" + "00000000")));

    [Fact]
    public void Read_AnyBytes_EndsWithoutAFault() => Prop.ForAll<byte[]>(bytes =>
    {
        // A head in front, so that more than the length is reached.
        byte[] framed = [(byte)(bytes.Length + 16), 0, 0, 0, 2, 0, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, .. bytes];
        foreach (var message in NetlinkMessage.Read(bytes).Concat(NetlinkMessage.Read(framed))) _ = (message.Number, message.Words(), message.Text(2));
    }).QuickCheckThrowOnFailure();

    private static NetlinkMessage Single(string hex) => Assert.Single(NetlinkMessage.Read(Convert.FromHexString(hex)));
}
