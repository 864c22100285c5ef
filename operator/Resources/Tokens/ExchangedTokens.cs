using System.Collections.Immutable;

namespace AiGateway.Operator.Resources.Tokens;

/// <summary>The tokens at one moment: an inventory's part that is not read but exchanged. Immutable.</summary>
internal sealed record ExchangedTokens
{
    public static ExchangedTokens None { get; } = new();

    public ImmutableDictionary<TokenKey, ExchangedToken> ByKey { get; init; } = ImmutableDictionary<TokenKey, ExchangedToken>.Empty;

    /// <summary>Null where the exchange has not ended yet.</summary>
    public ExchangedToken? Find(TokenKey key) => ByKey.GetValueOrDefault(key);
}
