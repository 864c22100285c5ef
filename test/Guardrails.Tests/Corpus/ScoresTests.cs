namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>The measure itself, on a check of the tests' own that finds what follows a hash sign.</summary>
public sealed class ScoresTests
{
    [Theory]
    [InlineData("#1234", 1, 1, 0)]
    [InlineData("1234", 1, 0, 0)] // not found
    [InlineData("#12 34", 1, 0, 0)] // found in part: neither found nor a false alarm
    public void Scores_PlantedValue_CountsWhereItIsCovered(string value, int planted, int found, int falseAlarms)
    {
        Scores scores = new(new Toy(CorpusCase.Of("TAG", value, "see ", " there")));

        Assert.Equal((planted, found, falseAlarms), (scores.Check.Planted, scores.Check.Found, scores.Check.FalseAlarms));
    }

    [Fact]
    public void Scores_MatchOfNothing_IsAFalseAlarmAndAFault()
    {
        Scores scores = new(new Toy(CorpusCase.Of("TAG", "#1"), CorpusCase.Nothing("a #2 and #3")));

        Assert.Equal(2, scores.Check.FalseAlarms);
        Assert.Equal(1 / 3d, scores.Check.Precision, 6);
        Assert.Equal(["toy: precision 0.333 is below 0.950, as in: #2", "TAG: precision 0.333 is below 0.950, as in: #2"], scores.Faults());
    }

    [Fact]
    public void Scores_RuleThatFindsNothing_IsAFault() =>
        Assert.Contains(new Scores(new Toy(CorpusCase.Of("TAG", "nothing"))).Faults(), fault => fault == "TAG: recall 0.000 is below 0.950, as in: nothing");

    [Fact]
    public void Draw_SameName_DrawsTheSame()
    {
        Assert.Equal(new Draw("a").Chars(Draw.Base64, 40), new Draw("a").Chars(Draw.Base64, 40));
        Assert.NotEqual(new Draw("a").Chars(Draw.Base64, 40), new Draw("b").Chars(Draw.Base64, 40));
    }

    [Fact]
    public void Walk_InPieces_FindsTheSame()
    {
        Toy toy = new();
        var text = string.Concat(Enumerable.Repeat("word #12345678 ", 50));

        var whole = CheckRun.Whole(toy.Build(), text);

        Assert.Equal(50, whole.Length);
        Assert.Equal(whole, CheckRun.InPieces(toy.Build(), text, new("pieces")));
    }
}
