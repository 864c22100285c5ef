namespace AiGateway.Guardrails.Tests.Corpus;

/// <summary>How a check, or one of its rules, did on the corpus.</summary>
/// <param name="Name">The rule's label, or the check's name.</param>
internal sealed record Score(string Name)
{
    /// <summary>How many values were planted.</summary>
    public int Planted { get; set; }

    /// <summary>How many of them a match covers whole: part of a value that is found is a value that passes.</summary>
    public int Found { get; set; }

    /// <summary>How many matches touch no planted value.</summary>
    public int FalseAlarms { get; set; }

    /// <summary>A text that was missed, and one that was found and should not be: they are drawn, and may be shown.</summary>
    public string? MissedExample { get; set; }

    public string? FalseExample { get; set; }

    /// <summary>Of what was found, the part that is right; 0 where nothing was found.</summary>
    public double Precision => Found == 0 ? 0 : (double)Found / (Found + FalseAlarms);

    /// <summary>Of what was planted, the part that was found.</summary>
    public double Recall => Planted == 0 ? 0 : (double)Found / Planted;
}
