namespace AiGateway.Sidecar.Guards.Scanning;

/// <summary>What a walk does at a letter.</summary>
/// <param name="Target">Where it stands behind it.</param>
/// <param name="Sources">Which group each group of the target was; one more than the last is the match that begins at this letter. Null where all stay what they are.</param>
/// <param name="EndsBefore">The group of which a match ends before the letter; -1 for none.</param>
/// <param name="EndsBehind">The group of which a match ends behind it; -1 for none.</param>
internal sealed record WalkStep(WalkState Target, int[]? Sources, int EndsBefore, int EndsBehind)
{
    /// <summary>Whether nothing happens but that it stands elsewhere.</summary>
    public bool IsPlain { get; } = Sources is null && EndsBefore < 0 && EndsBehind < 0;

    /// <summary>Whether groups come and go, and no match ends.</summary>
    public bool IsRegrouping { get; } = Sources is not null && EndsBefore < 0 && EndsBehind < 0;
}
