using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Kubernetes;
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

    /// <summary>The labelled Secret that is named, in the credential's own namespace; null where there is none.</summary>
    public Secret? Secret { get; init; }

    public ProviderCredentialSpec Spec => Credential.Spec;

    public string Name => $"{Credential.Metadata.Namespace}/{Credential.Metadata.Name}";

    public bool NeedsSecret => Auth?.SecretName is not null;

    /// <summary>What the Secret's annotation opens it for; empty where it has none.</summary>
    public ImmutableArray<string> AllowedHosts =>
        Secret is not null && Secret.Metadata.Annotations.TryGetValue(Group.AllowedHostsAnnotation, out var hosts)
            ? [.. AllowedHost.Split(hosts)]
            : [];

    /// <summary>Whether the Secret's data may be looked at: only once it is opened for every host that it, or what it is exchanged for, goes to.</summary>
    public bool IsOpened => Opens(Url) && (Auth?.TokenUrl is null || Opens(TokenUrl));

    public bool Opens(Uri? url) => url is not null && AllowedHost.Allows(AllowedHosts, url);

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
            Secret = auth?.SecretName is { } name ? secrets.Find(credential.Metadata.Namespace, name) : null,
        };
    }

    private static (Uri? Url, string? Problem) Read(string? text) => text is null ? (null, null) : BaseUrlReader.Read(text);
}
