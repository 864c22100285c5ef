using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>The one way to authenticate that a ProviderCredential sets: which Secret it reads, which keys of it, and where that is exchanged.</summary>
internal sealed record AuthCase
{
    public const string ApiKey = "apiKey";
    public const string None = "none";
    public const string Aws = "aws";
    public const string Gcp = "gcp";
    public const string AzureAd = "azureAd";

    /// <summary>The field's name below <c>spec.auth</c>.</summary>
    public required string Way { get; init; }

    /// <summary>The reference to the Secret, as <c>spec.auth.apiKey.secretRef</c>.</summary>
    public string RefField { get; init; } = "";

    /// <summary>Null where no Secret is read.</summary>
    public string? SecretName { get; init; }

    public ImmutableArray<SecretPart> Parts { get; init; } = [];

    /// <summary>The token endpoint; null where nothing is exchanged.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>The field that says another one.</summary>
    public string TokenUrlField { get; init; } = "";

    public string Field => $"spec.auth.{Way}";

    /// <summary>Null where not exactly one is set.</summary>
    public static AuthCase? Of(ProviderAuth auth)
    {
        AuthCase?[] set = [Key(auth.ApiKey), auth.None is null ? null : new() { Way = None }, OfAws(auth.Aws), OfGcp(auth.Gcp), OfAzureAd(auth.AzureAd)];
        return set.OfType<AuthCase>().ToList() is [var one] ? one : null;
    }

    private static AuthCase? Key(ApiKeyAuth? apiKey) => apiKey is null ? null : Named(ApiKey, "secretRef", apiKey.SecretRef, SecretPart.Line(apiKey.SecretRef.Key ?? SecretKeyRef.DefaultKey));

    private static AuthCase? OfAws(AwsAuth? aws) => aws is null ? null : new()
    {
        Way = Aws,
        RefField = "spec.auth.aws.secretRef",
        SecretName = aws.SecretRef.Name,
        Parts = [SecretPart.Line(AwsKeys.Id), SecretPart.Line(AwsKeys.Secret), SecretPart.Line(AwsKeys.Session) with { IsOptional = true }],
        TokenUrl = aws.AssumeRole is { } role ? role.TokenUrl ?? $"https://sts.{aws.Region}.amazonaws.com" : null,
        TokenUrlField = "spec.auth.aws.assumeRole.tokenUrl",
    };

    private static AuthCase? OfGcp(GcpAuth? gcp) => gcp is null ? null : Named(Gcp, "serviceAccountSecretRef", gcp.ServiceAccountSecretRef, SecretPart.File(gcp.ServiceAccountSecretRef.Key ?? GcpAuth.DefaultKey)) with
    {
        TokenUrl = gcp.TokenUrl ?? "https://oauth2.googleapis.com/token",
        TokenUrlField = "spec.auth.gcp.tokenUrl",
    };

    private static AuthCase? OfAzureAd(AzureAdAuth? azure) => azure is null ? null : Named(AzureAd, "clientSecretRef", azure.ClientSecretRef, SecretPart.Line(azure.ClientSecretRef.Key ?? AzureAdAuth.DefaultKey)) with
    {
        TokenUrl = azure.TokenUrl ?? $"https://login.microsoftonline.com/{azure.TenantId}/oauth2/v2.0/token",
        TokenUrlField = "spec.auth.azureAd.tokenUrl",
    };

    private static AuthCase Named(string way, string field, SecretKeyRef reference, SecretPart part) =>
        new() { Way = way, RefField = $"spec.auth.{way}.{field}", SecretName = reference.Name, Parts = [part with { IsNamed = true }] };
}
