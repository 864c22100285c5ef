using AiGateway.Contracts.Patterns;

namespace AiGateway.Contracts.Tests.Patterns;

/// <summary>What is a pattern, and what is refused in which words.</summary>
public sealed class LinearPatternTests
{
    [Theory]
    [InlineData("abc", 3, 3)]
    [InlineData("a|bcd", 1, 3)]
    [InlineData("(?:ab){2,3}c?", 4, 7)]
    [InlineData("(ab)+", 2, null)]
    [InlineData(@"\bsk-[0-9A-Za-z_-]{20,}\b", 23, null)]
    [InlineData(@"(?<![\w-])AKIA[A-Z2-7]{16}(?![\w-])", 20, 20)]
    [InlineData(@"^a$|\x41\u00e9\p{Lu}\.", 1, 4)]
    [InlineData(@"[]a^-]", 1, 1)]
    [InlineData("{\"key\": {}", 10, 10)]
    [InlineData("x{,3}", 5, 5)]
    [InlineData("😀+", 2, null)]
    public void Pattern_IsReadWithTheLengthsOfItsMatches(string text, int min, int? max)
    {
        Assert.True(LinearPattern.TryParse(text, ignoreCase: false, out var pattern, out var problem), problem);

        Assert.Equal((min, max, text), (pattern.Program.MinLength, pattern.Program.MaxLength, pattern.Text));
    }

    [Theory]
    [InlineData("", "must not be empty")]
    [InlineData("a*", "must not match the empty text")]
    [InlineData(@"\b", "must not match the empty text")]
    [InlineData("(a", "has a bracket ( that nothing closes")]
    [InlineData("a)", "has a bracket ) too many")]
    [InlineData("[a", "has a class without an end")]
    [InlineData("[z-a]", "has a range whose ends are not two characters in order")]
    [InlineData(@"[a-\d]", "has a range whose ends are not two characters in order")]
    [InlineData("[[:alpha:]]", "must not have POSIX classes")]
    [InlineData("[a-z-[c]]", "must not subtract classes")]
    [InlineData("[😀]", "must not have a character beyond U+FFFF in a class")]
    [InlineData("*a", "has a quantifier with nothing before it")]
    [InlineData("a{3,2}", "has a repetition whose most is below its least")]
    [InlineData("a{1001}", "must not repeat more than 1000 times")]
    [InlineData("a{99999999999}", "must not repeat more than 1000 times")]
    [InlineData("a+?", "must not have lazy, possessive or doubled quantifiers")]
    [InlineData("a++", "must not have lazy, possessive or doubled quantifiers")]
    [InlineData(@"(a)\1", "must not have back-references")]
    [InlineData(@"\k<x>", "must not have back-references")]
    [InlineData(@"\q", "has an unknown escape")]
    [InlineData(@"a\", "must not end in a backslash")]
    [InlineData(@"\x4", "must have 2 hexadecimal digits")]
    [InlineData(@"\p{Zq}", "must have a general category of Unicode")]
    [InlineData("(?i)a", "must not have groups with names, flags or conditions")]
    [InlineData("(?<name>a)", "must not have groups with names, flags or conditions")]
    [InlineData("(?!ab)c", "must not look around at more than one character or class")]
    [InlineData(@"a\bb", "must not have an assertion")]
    [InlineData(@"(?:\ba){2}", "must not have an assertion")]
    [InlineData("a(?=b)b", "must not have an assertion")]
    [InlineData(@"a[^\s\S]", "must not be impossible to match")]
    [InlineData("(?:(?:a{1,100}){1,100}){1,100}", "must not grow beyond 10000 states")]
    [InlineData("(?:a{1000}){17}", "must not ask for a match of more than 16384 characters")]
    public void WhatIsNoPattern_IsRefusedWithItsProblem(string text, string problem)
    {
        Assert.False(LinearPattern.TryParse(text, ignoreCase: false, out _, out var said));

        Assert.StartsWith(problem, said, StringComparison.Ordinal);
    }

    [Fact]
    public void NestedBeyondTheBound_IsRefused() => WhatIsNoPattern_IsRefusedWithItsProblem(new string('(', 500) + "a" + new string(')', 500), "must not nest groups more than 100 deep");

    [Fact]
    public void TooLong_IsRefused() => WhatIsNoPattern_IsRefusedWithItsProblem(new('a', LinearPattern.MaxText + 1), "must not be longer than 1024 characters");

    [Theory]
    [InlineData("a", "aA", "b")]
    [InlineData("[a-c]", "aAbBcC", "dD")]
    [InlineData("[^a]", "bB", "aA")]
    [InlineData("É", "éÉ", "eE")]
    [InlineData("1", "1", "!")]
    public void IgnoringCase_ReadsBothCases(string text, string matched, string others)
    {
        Assert.True(LinearPattern.TryParse(text, ignoreCase: true, out var pattern, out _));
        var set = pattern.Program.States[pattern.Program.Start].Set!;

        Assert.All(matched, character => Assert.True(set.Contains(character)));
        Assert.All(others, character => Assert.False(set.Contains(character)));
    }
}
