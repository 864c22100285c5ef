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

    /// <summary>Null where it is not set and has no default, or cannot be read.</summary>
    public Uri? Url { get; init; }

    /// <summary>Why the URL cannot be read.</summary>
    public string? UrlProblem { get; init; }

    /// <summary>The labelled Secret that is named, in the credential's own namespace; null where there is none.</summary>
    public Secret? Secret { get; init; }

    public ProviderCredentialSpec Spec => Credential.Spec;

    public SecretKeyRef? SecretRef => Spec.Auth.ApiKey?.SecretRef;

    public string SecretKey => SecretRef?.Key ?? SecretKeyRef.DefaultKey;

    /// <summary>What the Secret's annotation opens it for; empty where it has none.</summary>
    public ImmutableArray<string> AllowedHosts =>
        Secret is not null && Secret.Metadata.Annotations.TryGetValue(Group.AllowedHostsAnnotation, out var hosts)
            ? [.. AllowedHost.Split(hosts)]
            : [];

    /// <summary>Whether the key may be looked at: only once its Secret is opened for this very host.</summary>
    public bool IsOpened => Url is not null && AllowedHost.Allows(AllowedHosts, Url);

    public static ProviderCase From(ProviderCredential credential, SecretIndex secrets)
    {
        var kind = ProviderKind.Find(credential.Spec.Provider);
        var (url, problem) = (credential.Spec.BaseUrl ?? kind?.DefaultBaseUrl) is { } text ? BaseUrlReader.Read(text) : (null, null);
        return new()
        {
            Credential = credential,
            Kind = kind,
            Url = url,
            UrlProblem = problem,
            Secret = credential.Spec.Auth.ApiKey is { } apiKey ? secrets.Find(credential.Metadata.Namespace, apiKey.SecretRef.Name) : null,
        };
    }
}
