using System.Net;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Resources;

/// <summary>The pattern of the schema takes whatever the parser takes: an API server refuses no target that the compiler would have accepted.</summary>
public sealed class EgressTargetPatternTests
{
    private static readonly string[] Places =
    [
        "api.github.com", "API.GitHub.com", "localhost", "*.pypi.org", "a_b._tcp.example", "xn--bcher-kva.example", "1.example", "10.0.0.0/8", "10.1.2.3", "0.0.0.0/0", "255.255.255.255/32",
        "[fd00::/8]", "[::/0]", "[2001:db8::1]", "[FD00:0:0:0:0:0:0:1/128]", "fd00::/8", "::1", "2001:db8::192.0.2.1", "[64:ff9b::192.0.2.0/120]", "127.1", "0x7f.1", "10.0.0.1/8", "a..b", "", "*", "*.", "[fd00::/8",
        "fe80::1%1", "-a.example", "a.example.", new('a', 64), string.Join('.', Enumerable.Repeat(new string('a', 63), 3)) + ".example",
    ];

    private static readonly string[] Ports = ["", ":443", ":1", ":65535", ":8000-8999", ":1-65535", ":*", ":0", ":65536", ":", ":-", ":9-8", ":443:443", ":0443", " :443"];

    public static TheoryData<string> Forms() => [.. from place in Places from ports in Ports where EgressTarget.TryParse(place + ports, out _, out _) select place + ports];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Pattern_FormThatParses_IsTaken(string text) => Assert.True(ValueCheck.MatchesWhole(Patterns.EgressTarget, text));

    [Fact]
    public void Forms_OfTheLists_HoldEveryKind()
    {
        string[] forms = [.. Forms().Select(row => row.Data)];

        Assert.True(forms.Length > 100, $"{forms.Length} forms parse");
        Assert.Contains("[fd00::/8]:443", forms);
        Assert.Contains("*.pypi.org:8000-8999", forms);
        Assert.Contains("10.0.0.0/8:*", forms);
        Assert.DoesNotContain("127.1:443", forms);
        Assert.DoesNotContain("10.0.0.1/8:443", forms);
    }

    [Fact]
    public void Pattern_WhatAnyTargetWritesItselfAs_IsTakenAndReadAsTheSame() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            var bytes = new byte[random.Next(2) == 0 ? 4 : 16];
            random.NextBytes(bytes);
            var first = random.Next(1, 65536);
            var written = $"[{new IPAddress(bytes)}]:{first}-{random.Next(first, 65536)}";
            if (!EgressTarget.TryParse(written, out var target, out _)) return;
            Assert.True(ValueCheck.MatchesWhole(Patterns.EgressTarget, $"{target}"));
            Assert.True(EgressTarget.TryParse($"{target}", out var again, out _));
            Assert.Equal(target, again);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    /// <summary>The engine without backtracking takes the pattern, and time grows with the text alone: it has no other way to match.</summary>
    [Theory]
    [InlineData("a")]
    [InlineData("a.")]
    [InlineData(":")]
    [InlineData("1.")]
    public void Pattern_LongTextThatAlmostMatches_IsRefused(string part) =>
        Assert.False(ValueCheck.MatchesWhole(Patterns.EgressTarget, string.Concat(Enumerable.Repeat(part, 100_000)) + "!"));
}
