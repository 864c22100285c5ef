namespace AiGateway.Sidecar.Tests.Protocols.Mcp;

/// <summary>The golden cases of what tool servers send. <c>GOLDEN=rewrite</c> writes what the gate says now; the diff is then reviewed like code.</summary>
public sealed class GoldenAnswerTests
{
    public static TheoryData<string> Cases() => [.. Directory.GetDirectories(AnswerCase.Root()).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Message_OfServer_IsJudged(string name)
    {
        var one = new AnswerCase(name);

        var (expected, told) = one.Judge();

        Compare(one.PathOf("expected.json"), expected);
        Compare(one.PathOf("told.txt"), told);
    }

    /// <summary>No file stands for nothing at all.</summary>
    private static void Compare(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite")
        {
            if (actual.Length > 0) File.WriteAllText(path, actual);
            else File.Delete(path);
        }

        Assert.Equal(File.Exists(path) ? File.ReadAllText(path) : "", actual);
    }
}
