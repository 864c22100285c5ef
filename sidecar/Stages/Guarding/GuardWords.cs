using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Stages.Guarding;

/// <summary>What places are called on the wire, and which labels somebody else may give.</summary>
internal static class GuardWords
{
    private const int LongestLabel = 32;

    /// <summary>As in the resource.</summary>
    public static string Of(GuardPlace place) => CallWords.Of(place);

    /// <summary>A label is told in refusals, audit and metrics, so that it may hold no number and no sentence: capitals and underscores alone.</summary>
    public static bool IsLabel(string? label) =>
        label is { Length: > 0 and <= LongestLabel } && char.IsAsciiLetterUpper(label[0]) && label.All(letter => char.IsAsciiLetterUpper(letter) || letter == '_');
}
