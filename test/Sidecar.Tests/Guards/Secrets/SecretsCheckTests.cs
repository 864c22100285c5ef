using System.Collections.Immutable;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Secrets;

namespace AiGateway.Sidecar.Tests.Guards.Secrets;

/// <summary>Precision and recall of the rules are measured in test/Guardrails.Tests; here stand the values that the sidecar holds, and what rules share.</summary>
public sealed class SecretsCheckTests
{
    private const string Key = "hk-0123456789";
    private static readonly CheckFacts s_facts = new() { Guardrail = "shop/g", Index = 0, Type = CheckTypes.Secrets, On = [GuardPlace.Input], Action = GuardAction.Mask };

    [Theory]
    [InlineData("the key hk-0123456789 here", "HELD_CREDENTIAL@8-21")]
    [InlineData("hk-0123456789hk-0123456789-and-more", "HELD_CREDENTIAL@0-13 HELD_CREDENTIAL@13-35")] // the longer of two that begin alike
    [InlineData("hk-0123456789-and", "HELD_CREDENTIAL@0-13")]
    [InlineData("hk-hk-012345678", "")]
    public void Scan_HeldValues_AreFoundInAnyPieces(string text, string expected)
    {
        SecretsCheck check = new(s_facts, null, Context(Key, Key + "-and-more"));

        Assert.Equal(expected, Walk(check, text, text.Length));
        Assert.Equal(expected, Walk(check, text, 1));
        Assert.Equal(expected, Walk(check, text, 5));
    }

    [Fact]
    public void Scan_BeginningOfAHeldValue_IsHeldBackAndNothingElse()
    {
        using var scan = new HeldScan(new([Key]));
        List<TextMatch> matches = [];

        scan.Read(new("say hk-01", 0, 0), matches);
        Assert.Equal(4, scan.Settled);
        scan.Read(new("say hk-01 ", 0, 9), matches);

        Assert.Equal(10, scan.Settled);
        Assert.Empty(matches);
    }

    [Fact]
    public void Except_NamedRules_AreLeftOutAndHeldValuesAreNot()
    {
        const string jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIiwiaWF0IjoxfQ.dBjftJeZ4CVPmB92K27uhbUJU1p1rwW1gFWFOEjXk7Q";
        CheckContext context = Context(Key);

        Assert.Equal("JWT@0-" + jwt.Length, Walk(new SecretsCheck(s_facts, null, context), jwt, jwt.Length));
        Assert.Equal("", Walk(new SecretsCheck(s_facts, new() { Except = ["jwt"] }, context), jwt, jwt.Length));
        Assert.Equal("HELD_CREDENTIAL@0-13", Walk(new SecretsCheck(s_facts, new() { Except = SecretRules.Names }, context), Key, 4));
    }

    [Theory]
    [InlineData("after an escape of code", "x\\nAIza")]
    [InlineData("after an escape of a URL", "key%3DAIza")]
    [InlineData("after other letters", "你好AIza")]
    public void Scan_KeyBehindWhatIsNoWord_IsFound(string name, string before) =>
        Assert.True(Walk(new SecretsCheck(s_facts, null, Context()), before + "SyD3f9K2mQ7xW1vB8nR4tY6uP0cL5hJ-_eG", 9).StartsWith("GOOGLE_API_KEY@", StringComparison.Ordinal), name);

    private static CheckContext Context(params ImmutableArray<string> held) => new() { HashKey = new byte[32], Canary = "c", HeldValues = held };

    private static string Walk(TextCheck check, string text, int size)
    {
        using var scan = check.Start();
        List<TextMatch> matches = [];
        for (var at = 0; at < text.Length; at += size) scan.Read(new(text.AsSpan(0, Math.Min(text.Length, at + size)), 0, at), matches);
        scan.Finish(new(text, 0, text.Length), matches);
        return string.Join(' ', matches.OrderBy(match => match.Start).Select(match => $"{match.Label}@{match.Start}-{match.End}"));
    }
}
