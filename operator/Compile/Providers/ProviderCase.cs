using System.Collections.Immutable;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Providers;

/// <summary>A ProviderCredential with all that its checks look at, found once.</summary>
internal sealed record ProviderCase
{
    public required ProviderCredential Credential { get; init; }

    public ProviderKind? Kind { get; init; }

    /// <summary>Null where not exactly one way to authenticate is set.</summary>
    public AuthCase? Auth { get; init; }

    /// <summary>Null where it is not set and has no default, or cannot be read.</summary>
    public Uri? Url { get; init; }

    /// <summary>Why the URL cannot be read.</summary>
    public string? UrlProblem { get; init; }

    /// <summary>The token endpoint; null where nothing is exchanged, or it cannot be read.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>Why the token endpoint cannot be read.</summary>
    public string? TokenUrlProblem { get; init; }

    /// <summary>The Secret that is named, in the credential's own namespace; null where none is.</summary>
    public SecretCase? Secret { get; init; }

    public ProviderCredentialSpec Spec => Credential.Spec;

    public string Name => $"{Credential.Metadata.Namespace}/{Credential.Metadata.Name}";

    /// <summary>What the Secret is opened for; empty where none is read.</summary>
    public ImmutableArray<string> AllowedHosts => Secret?.AllowedHosts ?? [];

    public static ProviderCase From(ProviderCredential credential, SecretIndex secrets)
    {
        var (kind, auth) = (ProviderKind.Find(credential.Spec.Provider), AuthCase.Of(credential.Spec.Auth));
        var (url, problem) = Read(credential.Spec.BaseUrl ?? kind?.DefaultBaseUrl(credential.Spec.Auth));
        var (tokenUrl, tokenProblem) = Read(auth?.TokenUrl);
        return new()
        {
            Credential = credential,
            Kind = kind,
            Auth = auth,
            Url = url,
            UrlProblem = problem,
            TokenUrl = tokenUrl,
            TokenUrlProblem = tokenProblem,
            Secret = auth?.SecretName is { } name ? new()
            {
                Namespace = credential.Metadata.Namespace,
                Name = name,
                RefField = auth.RefField,
                Parts = auth.Parts,
                Goals = auth.TokenUrl is null ? [("spec.baseUrl", url)] : [("spec.baseUrl", url), (auth.TokenUrlField, tokenUrl)],
                Secret = secrets.Find(credential.Metadata.Namespace, name),
            } : null,
        };
    }

    private static (Uri? Url, string? Problem) Read(string? text) => text is null ? (null, null) : BaseUrlReader.Read(text);
}
