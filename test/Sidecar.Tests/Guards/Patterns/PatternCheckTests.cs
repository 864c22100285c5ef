using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Guards.Patterns;
using AiGateway.Sidecar.Tests.Guards.Scanning;

namespace AiGateway.Sidecar.Tests.Guards.Patterns;

/// <summary>The user's own expression.</summary>
public sealed class PatternCheckTests
{
    [Theory]
    [InlineData(@"\bPRJ-\d{4}\b", null, null, "see PRJ-1234, prj-1234", "4-12:PATTERN")]
    [InlineData(@"\bPRJ-\d{4}\b", true, "PROJECT", "see PRJ-1234, prj-1234", "4-12:PROJECT 14-22:PROJECT")]
    public void Pattern_IsFoundUnderItsLabel(string pattern, bool? ignoreCase, string? label, string text, string found)
    {
        PatternSettings settings = new() { Pattern = pattern, IgnoreCase = ignoreCase, Label = label };
        PatternCheck check = new(new() { Guardrail = "shop/own", Index = 0, Type = CheckTypes.Pattern, On = [GuardPlace.Input], Action = GuardAction.Mask }, settings);

        Assert.Null(PatternCheck.FindReason(settings));
        Assert.Equal(found, string.Join(' ', Walks.Find(check.Start(), text).Select(match => $"{match.Start}-{match.End}:{match.Label}")));
    }

    [Theory]
    [InlineData("(a", null, "pattern.pattern has a bracket ( that nothing closes")]
    [InlineData("", null, "pattern.pattern must not be empty")]
    [InlineData("a", "no", "pattern.label must be")]
    [InlineData("a", "", "pattern.label must be")]
    public void WhatIsNoPattern_IsRefused(string pattern, string? label, string reason) =>
        Assert.StartsWith(reason, PatternCheck.FindReason(new() { Pattern = pattern, Label = label }), StringComparison.Ordinal);

    [Fact]
    public void GuardrailWithABadPatternOrNoWords_IsNotBuilt()
    {
        CheckRule bad = new() { Type = CheckTypes.Pattern, On = [GuardPlace.Input], Action = GuardAction.Mask, Pattern = new() { Pattern = "a**" } };
        GuardrailRule rule = new() { Guardrail = "shop/own", Checks = [bad, bad with { Type = CheckTypes.Words, Words = new() { Words = [] } }] };

        Assert.Equal(2, GuardrailCheck.FindReasons(rule).Count(reason => reason.Contains("pattern.pattern", StringComparison.Ordinal) || reason.Contains("words has no words", StringComparison.Ordinal)));
    }
}
