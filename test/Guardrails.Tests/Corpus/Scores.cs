using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using AiGateway.Sidecar.Guards;

namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>
/// The scores of one check and of its rules. For a rule a planted value is found where a match of the rule's label covers it; for the check where any match does. A match that touches
/// no planted value is a false alarm of its label; one that touches a value of another label is neither (a key that two rules know is a key).
/// </summary>
internal sealed class Scores
{
    private readonly SortedDictionary<string, Score> _rules = new(StringComparer.Ordinal);

    public Scores(CheckCorpus corpus)
    {
        (Corpus, Check) = (corpus, new(corpus.Check));
        foreach (var rule in corpus.Rules) Of(rule.Label);
        var checks = corpus.Build();
        foreach (var one in corpus.Cases()) Count(one, CheckRun.Whole(checks, one.Text));
    }

    public CheckCorpus Corpus { get; }

    public Score Check { get; }

    public IEnumerable<Score> Rules => _rules.Values;

    /// <summary>Each bound that is not kept, in words.</summary>
    public IEnumerable<string> Faults()
    {
        foreach (var score in Rules.Prepend(Check))
        {
            if (score.Precision < Corpus.LeastPrecision) yield return $"{score.Name}: precision {Number(score.Precision)} is below {Number(Corpus.LeastPrecision)}{Example(score.FalseExample)}";
            if (score.Recall < Corpus.LeastRecall) yield return $"{score.Name}: recall {Number(score.Recall)} is below {Number(Corpus.LeastRecall)}{Example(score.MissedExample)}";
        }
    }

    public override string ToString()
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"## {Check.Name}\n\n| rule | planted | found | false alarms | precision | recall |\n|---|---|---|---|---|---|\n");
        foreach (var score in Rules.Prepend(Check with { Name = "all" }))
            text.Append(CultureInfo.InvariantCulture, $"| {score.Name} | {score.Planted} | {score.Found} | {score.FalseAlarms} | {Number(score.Precision)} | {Number(score.Recall)} |\n");
        return text.ToString();
    }

    private void Count(CorpusCase one, ImmutableArray<TextMatch> matches)
    {
        foreach (var planted in one.Planted)
        {
            var covering = matches.Where(match => Corpus.IsOfWholeTexts || (match.Start <= planted.Start && match.End >= planted.End)).ToList();
            Count(Check, covering.Count > 0, one.Text);
            Count(Of(planted.Label), covering.Any(match => match.Label == planted.Label), one.Text);
        }

        foreach (var match in matches.Where(match => !one.Planted.Any(planted => Corpus.IsOfWholeTexts || (planted.Start < match.End && match.Start < planted.End))))
        {
            foreach (var score in (Score[])[Check, Of(match.Label)])
            {
                score.FalseAlarms++;
                score.FalseExample ??= one.Text[(int)match.Start..(int)match.End];
            }
        }
    }

    private static void Count(Score score, bool found, string text)
    {
        score.Planted++;
        if (found) score.Found++;
        else score.MissedExample ??= text;
    }

    private static string Example(string? text) => text is null ? "" : $", as in: {text}";

    private Score Of(string label) => _rules.TryGetValue(label, out var known) ? known : _rules[label] = new(label);

    /// <summary>Rounded down, so that a bound which is not kept never looks kept.</summary>
    private static string Number(double value) => (Math.Floor(value * 1000) / 1000).ToString("0.000", CultureInfo.InvariantCulture);
}
