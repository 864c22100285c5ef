namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>
/// The cases of one rule, drawn by generators that are written from the format as it is published, not from the rule: what it must find, and what looks like it and is not
/// (another length, another alphabet, a wrong checksum, a placeholder of the documentation, the same characters in another place).
/// </summary>
/// <param name="Label">The label of the rule's matches.</param>
/// <param name="True">Draws a case in which it is found.</param>
/// <param name="False">Draws a case in which nothing is found, by no rule.</param>
internal sealed record RuleCorpus(string Label, Func<Draw, CorpusCase> True, Func<Draw, CorpusCase> False)
{
    /// <summary>How many true cases there are, and how many false ones.</summary>
    public int Count { get; init; } = 200;

    /// <summary>Whether the cases are put into text of many kinds (<see cref="Carriers"/>); not where the place within the text matters.</summary>
    public bool IsCarried { get; init; } = true;

    public IEnumerable<CorpusCase> Cases(string check) => Draws(check, "true", True).Concat(Draws(check, "false", False));

    private IEnumerable<CorpusCase> Draws(string check, string kind, Func<Draw, CorpusCase> generator)
    {
        Draw draw = new($"{check}/{Label}/{kind}");
        for (var count = 0; count < Count; count++)
        {
            var one = generator(draw);
            yield return IsCarried ? Carriers.Carry(draw, one) : one;
        }
    }
}
