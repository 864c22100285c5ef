using AiGateway.Contracts;
using AiGateway.Operator.Compile.Prices;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>A credential that is well -> what a sidecar gets of it: a key, an exchanged token, or nothing to send.</summary>
internal static class ProviderAssembly
{
    private const string TokenHeader = "Authorization";
    private const string TokenPrefix = "Bearer ";

    public static ProviderRef Assemble(ProviderCase one, ExchangedToken? token)
    {
        var rule = new ProviderRef
        {
            Provider = one.Name,
            Kind = one.Spec.Provider,
            Dialect = one.Kind!.Dialect,
            BaseUrl = BaseUrlReader.Write(one.Url!),
            AllowedHosts = one.AllowedHosts,
            KeyHeader = one.Kind.KeyHeader,
            KeyPrefix = one.Kind.KeyPrefix,
            Key = new SecretText(""),
            CaBundle = one.Spec.Tls?.CaBundle,
            ServerName = one.Spec.Tls?.ServerName,
            ApiVersion = one.Spec.Azure?.ApiVersion,
            Prices = PriceOverrides.RulesOf(one),
        };
        return one.Auth!.Way switch
        {
            AuthCase.None => rule with { Unauthenticated = true, AllowedHosts = [BaseUrlReader.Entry(one.Url!)] }, // No Secret bounds it, so that its own URL does.
            AuthCase.Aws => Sign(rule, one, token),
            AuthCase.ApiKey => rule with { Key = SecretChecks.Read(one.Secret!, one.Auth.Parts[0].Key)! },
            _ => rule with { KeyHeader = TokenHeader, KeyPrefix = TokenPrefix, Key = token!.Token!, KeyExpiresAt = token.ExpiresAt },
        };
    }

    private static ProviderRef Sign(ProviderRef rule, ProviderCase one, ExchangedToken? token)
    {
        var aws = new AwsRule
        {
            Region = one.Spec.Auth.Aws!.Region,
            AccessKeyId = token?.AccessKeyId ?? SecretChecks.Read(one.Secret!, AwsKeys.Id)!.Reveal(),
            SessionToken = token is null ? SecretChecks.Read(one.Secret!, AwsKeys.Session) : token.SessionToken,
        };
        return rule with { KeyPrefix = "", Key = token?.Token ?? SecretChecks.Read(one.Secret!, AwsKeys.Secret)!, KeyExpiresAt = token?.ExpiresAt, Aws = aws };
    }
}
