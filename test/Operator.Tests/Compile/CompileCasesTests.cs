using AiGateway.Operator.Compile;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>The golden cases. <c>GOLDEN=rewrite</c> writes what the compiler says now; the diff is then reviewed like code.</summary>
public sealed class CompileCasesTests
{
    public static TheoryData<string> Cases() =>
        [.. Directory.GetDirectories(CompileCase.Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Compile_Case_GivesItsBundlesAndDiagnostics(string name)
    {
        var folder = Path.Combine(CompileCase.Root(), name);
        var one = CompileCase.Read(File.ReadAllText(Path.Combine(folder, "in.yaml")));

        var compilation = BundleCompiler.Compile(one.Inventory);

        Compare(Path.Combine(folder, "bundle.json"), CaseText.Bundles(compilation, one.Features));
        Compare(Path.Combine(folder, "diagnostics.txt"), CaseText.Reports(compilation));
        var walls = Path.Combine(folder, "networkpolicies.json");
        if (compilation.NetworkPolicies.Any(plan => plan.IsKnown) || File.Exists(walls)) Compare(walls, CaseText.NetworkPolicies(compilation));
    }

    private static void Compare(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") File.WriteAllText(path, actual);
        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "(no such file: GOLDEN=rewrite makes it)", actual);
    }
}
