using System.Buffers;
using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Protocols.Frames;
using AiGateway.Sidecar.Tests.Guards;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Streams that are held back, against the memory that all of them have together.</summary>
public sealed class FrameRoomTests
{
    private const int Blocks = 32;
    private readonly BlockPool _pool = new(new() { ByteBudget = Blocks * Block.Size });
    private readonly string _piece = new('x', Block.Size / 4);

    [Fact]
    public void ManyStreams_ThatAreHeldBack_TakeNoMoreThanTheBudget()
    {
        using var one = Guard(GuardAction.Deny);
        using var other = Guard(GuardAction.Deny);
        for (var count = 0; count < Blocks / 2; count++)
        {
            Assert.Equal(FilterVerdict.Pass, Say(one, 0));
            Assert.Equal(FilterVerdict.Pass, Say(other, 0));
        }

        Assert.Equal(Blocks * Block.Size, _pool.UsedBytes);
        Assert.Equal(FilterVerdict.Cut, Say(other, 0));
        Assert.Equal("TOO_LONG_TO_HOLD", other.Denial!.Label);
        other.Dispose();
        Assert.Equal(FilterVerdict.Pass, Say(one, 0));
        one.Dispose();
        Assert.Equal(0, _pool.UsedBytes);
    }

    [Fact]
    public void AStream_OfWhichAllIsKeptToRecord_IsLetGoOf()
    {
        var session = Session(GuardAction.Flag);
        using var guard = FrameGuard.Of(session, WireFormat.OpenAiChat, isBinary: false, _pool)!;

        for (var count = 0; count < 4 * Blocks; count++) Assert.Equal(FilterVerdict.Pass, Say(guard, count % 8));

        Assert.Null(guard.Denial);
        Assert.Equal("TOO_LONG_TO_HOLD", Assert.Single(session.Findings).Label);
        Assert.InRange(_pool.UsedBytes, 0, Blocks * Block.Size);
    }

    private static GuardSession Session(GuardAction action) => new(new([new HoldingCheck(action)]));

    private FrameGuard Guard(GuardAction action) => FrameGuard.Of(Session(action), WireFormat.OpenAiChat, isBinary: false, _pool)!;

    private FilterVerdict Say(FrameGuard guard, int choice)
    {
        ReadOnlySequence<byte> bytes = new(Encoding.UTF8.GetBytes($$$"""data: {"choices":[{"index":{{{choice}}},"delta":{"content":"{{{_piece}}}"}}]}""" + "\n\n"));
        return guard.OnFrame(ref bytes);
    }
}
