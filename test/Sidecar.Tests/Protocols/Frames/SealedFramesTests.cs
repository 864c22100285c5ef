using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols;

namespace AiGateway.Sidecar.Tests.Protocols.Frames;

/// <summary>Signatures of reasoning: they pass unread, and make way for a mark where the reasoning is no longer what was signed.</summary>
public sealed class SealedFramesTests
{
    private static readonly ScriptedMessages s_dialect = new();

    [Theory]
    [InlineData("my secret", "aigw1.masked.0")]
    [InlineData("my word", "EqQBsecretCgIYAg==")]
    public void Thinking_Signed_KeepsItsSignatureUnlessMasked(string thinking, string signature) =>
        Assert.Contains($"\"signature\":\"{signature}\"", Run(Guarded.SessionOf(GuardAction.Mask, "secret"), thinking));

    [Fact]
    public void Thinking_TurnedBack_KeepsItsSignature()
    {
        var session = new GuardSession(GuardPlan.Empty);
        var token = session.Vault.TokenOf("EMAIL", "a@example.org");

        var output = Run(session, $"write to {token}");

        Assert.Contains("a@example.org", output);
        Assert.Contains("\"signature\":\"EqQBsecretCgIYAg==\"", output);
    }

    [Fact]
    public void Seal_SentBack_IsForeignToEveryProvider() => Assert.True(ForeignSeals.AreIn(new("""{"signature":"aigw1.masked.0"}"""u8.ToArray())));

    [Fact]
    public void RedactedThinking_IsNotLookedAt()
    {
        var block = """{"type":"content_block_start","index":0,"content_block":{"type":"redacted_thinking","data":"EmwKsecretAhgB"}}""";

        Assert.Contains(block, Encoding.UTF8.GetString(Guarded.Run(s_dialect, Guarded.SessionOf(GuardAction.Mask, "secret"), s_dialect.Write([block]))!));
    }

    [Fact]
    public void Exception_OfBedrock_PassesBehindTheRest()
    {
        var dialect = new ScriptedConverse();
        var text = dialect.Texts[1];
        var exception = ErrorWriter.Event(WireFormat.BedrockConverse, new(ErrorKind.RateLimit, 429, "slow_down", "slow down"));

        var output = Guarded.Run(dialect, Guarded.SessionOf(GuardAction.Mask, "secret"), [.. dialect.Write([dialect.Piece(text, "a sec")]), .. exception])!;

        Assert.Equal(exception, output[^exception.Length..]);
        Assert.Equal("a sec", dialect.Join(output[..^exception.Length])[text]);
    }

    private static string Run(GuardSession session, string thinking)
    {
        var text = s_dialect.Texts[0];
        var stream = s_dialect.Write(
        [
            .. s_dialect.Begin(),
            .. s_dialect.Open(text),
            s_dialect.Piece(text, thinking),
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBsecretCgIYAg=="}}""",
            .. s_dialect.End(new Dictionary<Spoken, string> { [text] = thinking }),
        ]);
        return Encoding.UTF8.GetString(Guarded.Run(s_dialect, session, stream)!);
    }
}
