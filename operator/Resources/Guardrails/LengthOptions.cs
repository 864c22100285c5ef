using AiGateway.Contracts.Guardrails;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources.Guardrails;

/// <summary>Bounds on each text, in UTF-16 code units.</summary>
[CelRule("(has(self.minCharacters) || has(self.maxCharacters)) && (!has(self.minCharacters) || !has(self.maxCharacters) || self.minCharacters <= self.maxCharacters)", CheckMessages.LengthBounds)]
public sealed record LengthOptions
{
    /// <summary>The fewest characters of a text. In a stream, nothing of a text passes before it has as many.</summary>
    [Schema(Minimum = 1, Maximum = 16384)]
    public int? MinCharacters { get; init; }

    /// <summary>The most characters of a text.</summary>
    [Schema(Minimum = 1)]
    public int? MaxCharacters { get; init; }
}
