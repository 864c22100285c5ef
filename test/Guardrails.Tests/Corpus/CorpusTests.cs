namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>Measures every check on its corpus. The table is printed and kept in <c>bench/results/guardrails.md</c>; <c>GOLDEN=rewrite</c> writes it anew, and the diff is then reviewed.</summary>
public sealed class CorpusTests
{
    private const string Head = """
        # What guardrails find on the corpus

        Written by `make golden`, checked by `make test-guardrails`. The corpus is drawn from a stated seed by generators that stand in `test/Guardrails.Tests`, written from published
        formats: as many false cases (what looks like a value and is none) as true ones a rule, and 600 texts of ordinary prose, code, logs and identifiers a check. A planted value
        counts as found where one match covers it whole. Figures on drawn text say what the rules do with the formats; they say nothing of how often each stands in anybody's traffic.


        """;

    private static readonly Lazy<SortedDictionary<string, Scores>> s_scores =
        new(() => new(CheckCorpus.All.ToDictionary(pair => pair.Key, pair => new Scores(pair.Value)), StringComparer.Ordinal));

    public static TheoryData<string> Checks => [.. CheckCorpus.All.Keys];

    [Theory]
    [MemberData(nameof(Checks))]
    public void Corpus_OfACheck_IsFoundWithinItsBounds(string check)
    {
        var scores = s_scores.Value[check];
        TestContext.Current.TestOutputHelper?.WriteLine(scores.ToString());

        Assert.True(!scores.Faults().Any(), string.Join('\n', scores.Faults()));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Corpus_InPieces_IsFoundAsWhole(string check)
    {
        var corpus = CheckCorpus.All[check];
        var checks = corpus.Build();
        Draw draw = new("pieces");

        foreach (var one in corpus.Cases().Where((_, index) => index % 3 == 0)) // A third is enough, and takes a third of the time.
            Assert.Equal(CheckRun.Whole(checks, one.Text), CheckRun.InPieces(checks, one.Text, draw));
    }

    [Theory]
    [MemberData(nameof(Checks))]
    public void Corpus_OfEveryRule_HasTrueAndFalseCases(string check)
    {
        var corpus = CheckCorpus.All[check];

        Assert.NotEmpty(corpus.Rules);
        Assert.All(corpus.Rules, rule =>
        {
            var cases = rule.Cases(check).ToList();
            Assert.True(cases.Count(one => one.Planted.Any(planted => planted.Label == rule.Label)) >= 50, $"{rule.Label}: true cases");
            Assert.True(cases.Count(one => one.Planted.IsEmpty) >= 50, $"{rule.Label}: false cases");
            Assert.True(cases.Select(one => one.Text).Distinct(StringComparer.Ordinal).Count() >= cases.Count / 2, $"{rule.Label}: cases that differ");
        });
    }

    [Fact]
    public void Results_AreWhatTheCorpusGives()
    {
        var actual = Head + string.Join('\n', s_scores.Value.Values);
        var root = Root();
        var results = Path.Combine(root, "bench/results/guardrails.md");
        Directory.CreateDirectory(Path.Combine(root, "artifacts/test-results"));
        File.WriteAllText(Path.Combine(root, "artifacts/test-results/guardrails.md"), actual);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite") File.WriteAllText(results, actual);

        Assert.Equal(File.Exists(results) ? File.ReadAllText(results) : "(no such file: GOLDEN=rewrite makes it)", actual);
    }

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "AiGateway.sln"))) return folder.FullName;
        }

        throw new DirectoryNotFoundException("The tests run inside a checkout.");
    }
}
