namespace AiGateway.Architecture.Tests;

public sealed class SizeTests
{
    [Theory]
    [InlineData("cli")]
    [InlineData("contracts")]
    [InlineData("operator")]
    [InlineData("sidecar")]
    [InlineData("crds")]
    public void House_EveryFile_KeepsTheCaps(string house) => Assert.Empty(Repository.Sources(house).SelectMany(SizeCaps.Violations));

    [Theory]
    [InlineData("namespace A; class C { void M(int a, int b, int c, int d, int e) {} }", "takes more than 4")]
    [InlineData("namespace A; class C(int a, int b, int c, int d, int e, int f);", "takes more than 5")]
    [InlineData("namespace A; class C; class D;", "more than one top-level type")]
    [InlineData("namespace A; class C { void M() { if (a) { foreach (var b in c) { while (d) { if (e) { } } } } } }", "nests 4 deep")]
    public void Violations_OverACap_AreNamed(string text, string expected) =>
        Assert.Contains(SizeCaps.Violations(new("operator/Compile/X.cs", text)), violation => violation.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void Violations_LongMethodAndFile_AreNamed()
    {
        var text = "namespace A;\nclass C\n{\nvoid M()\n{\n" + string.Concat(Enumerable.Repeat("x();\n", 300)) + "}\n}\n";

        var violations = SizeCaps.Violations(new("operator/Compile/X.cs", text)).ToList();

        Assert.Contains(violations, violation => violation.Contains("M has 303 lines", StringComparison.Ordinal));
        Assert.Contains(violations, violation => violation.Contains("lines, cap 300", StringComparison.Ordinal));
    }
}
