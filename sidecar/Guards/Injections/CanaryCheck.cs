using System.Collections.Immutable;
using AiGateway.Sidecar.Guards.Scanning;

namespace AiGateway.Sidecar.Guards.Injections;

/// <summary>Tokens that stand in system prompts alone: one in what a model writes says that it gives its prompt away.</summary>
internal sealed class CanaryCheck : TextCheck
{
    /// <summary>The longest token, in characters.</summary>
    public const int MaxToken = 128;

    /// <summary>The shortest: one that stands in texts by chance would be found there.</summary>
    public const int MinToken = 8;

    private const string Label = "CANARY";
    private readonly PatternSet _tokens;

    public CanaryCheck(CheckFacts facts, ImmutableArray<string> tokens, string? inserted)
        : base(facts)
    {
        Inserted = inserted;
        _tokens = new([.. tokens.Concat(inserted is null ? [] : [inserted]).Distinct(StringComparer.Ordinal).Select(token => PatternRule.Of(Label, Literally(token)))]);
    }

    /// <summary>The token that the sidecar itself puts into system prompts; null for none.</summary>
    public string? Inserted { get; }

    public override TextScan Start() => _tokens.Start();

    private static string Literally(string token) => string.Concat(token.Select(one => $"\\u{(int)one:x4}"));
}
