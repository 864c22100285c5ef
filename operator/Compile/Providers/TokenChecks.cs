using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>What a credential has exchanged: the request for it, and whether it has been answered.</summary>
internal static class TokenChecks
{
    private const string GoogleScope = "https://www.googleapis.com/auth/cloud-platform";
    private const string AzureScope = "https://cognitiveservices.azure.com/.default";
    private const int MaxErrorLength = 64;

    /// <summary>The request; null where nothing is exchanged. Only for a credential that is well otherwise.</summary>
    public static TokenRequest? RequestOf(ProviderCase one)
    {
        if (one.TokenUrl is not { } url) return null;
        var request = new TokenRequest { Key = KeyOf(one, url), Url = url, AllowedHosts = one.AllowedHosts };
        if (one.Spec.Auth.Aws is { AssumeRole: { } role } aws) return request with { Role = Role(one, aws, role) };
        return one.Spec.Auth.AzureAd is { } azure
            ? request with { Application = new() { ClientId = azure.ClientId, ClientSecret = SecretChecks.Read(one.Secret!, one.Auth!.Parts[0].Key)!, Scope = AzureScope } }
            : request with { Account = new() { KeyFile = SecretChecks.Read(one.Secret!, one.Auth!.Parts[0].Key)!, Scope = GoogleScope } };
    }

    /// <summary>Why there is no token; null where there is one.</summary>
    /// <param name="field">The way to authenticate, as <c>spec.auth.gcp</c>.</param>
    /// <param name="url">The token endpoint.</param>
    /// <param name="token">What it said; null where it has not answered.</param>
    public static Diagnostic? Check(string field, Uri url, ExchangedToken? token) => token switch
    {
        { Token: { } text } when IsFit(text) => null,
        { Token: not null } or { Error: not null } => Diagnostic.NotResolved(
            Reasons.TokenRefused,
            field,
            $"the token endpoint {url.GetLeftPart(UriPartial.Path)} refused with {Plain(token.Error ?? "")}: correct the credentials, or what they are allowed; it is tried again"),
        _ => Diagnostic.NotResolved(
            Reasons.TokenPending, field, $"the token endpoint {url.GetLeftPart(UriPartial.Path)} has not answered yet: wait, or see that the operator can reach it"),
    };

    private static RoleRequest Role(ProviderCase one, AwsAuth aws, AssumeRole role) => new()
    {
        Region = aws.Region,
        RoleArn = role.RoleArn,
        ExternalId = role.ExternalId,
        SessionName = role.SessionName ?? AssumeRole.DefaultSessionName,
        AccessKeyId = SecretChecks.Read(one.Secret!, AwsKeys.Id)!.Reveal(),
        SecretAccessKey = SecretChecks.Read(one.Secret!, AwsKeys.Secret)!,
        SessionToken = SecretChecks.Read(one.Secret!, AwsKeys.Session),
    };

    private static TokenKey KeyOf(ProviderCase one, Uri url) => new()
    {
        Kind = nameof(ProviderCredential),
        Credential = one.Name,
        SecretUid = one.Secret!.Secret!.Metadata.Uid,
        SecretResourceVersion = one.Secret.Secret.Metadata.ResourceVersion,
        Url = url.AbsoluteUri,
        Parameters = Parameters(one),
    };

    /// <summary>None of these may hold a space, so that no two sets of them read alike.</summary>
    private static string Parameters(ProviderCase one)
    {
        var auth = one.Spec.Auth;
        if (auth.Aws is { AssumeRole: { } role } aws) return $"aws {aws.Region} {role.RoleArn} {role.ExternalId} {role.SessionName ?? AssumeRole.DefaultSessionName}";
        var key = one.Auth!.Parts[0].Key;
        return auth.AzureAd is { } azure ? $"azureAd {azure.ClientId} {AzureScope} {key}" : $"gcp {GoogleScope} {key}";
    }

    /// <summary>What no header could carry would cost the whole bundle.</summary>
    private static bool IsFit(SecretText token) => token.Reveal() is { Length: > 0 } text && text.All(letter => letter is > ' ' and <= '~');

    /// <summary>It comes from a server: a word, or nothing of it.</summary>
    private static string Plain(string error) =>
        error.Length is > 0 and <= MaxErrorLength && error.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-' or '.') ? error : "an answer that cannot be read";
}
