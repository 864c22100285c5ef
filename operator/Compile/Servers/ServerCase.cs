using System.Collections.Immutable;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>An McpServer with all that its checks look at, found once.</summary>
internal sealed record ServerCase
{
    public const string TokenUrlField = "spec.auth.clientCredentials.tokenUrl";

    public required McpServer Server { get; init; }

    /// <summary>Null where it cannot be read.</summary>
    public Uri? Url { get; init; }

    /// <summary>Why the URL cannot be read.</summary>
    public string? UrlProblem { get; init; }

    /// <summary>The token endpoint; null where nothing is exchanged, or it cannot be read.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>Why the token endpoint cannot be read.</summary>
    public string? TokenUrlProblem { get; init; }

    /// <summary>The Secrets that are named, in the server's own namespace; of headers in their order.</summary>
    public required ImmutableArray<SecretCase> Secrets { get; init; }

    public McpServerSpec Spec => Server.Spec;

    public string Name => Server.Metadata.Name;

    public string FullName => $"{Server.Metadata.Namespace}/{Name}";

    public static ServerCase From(McpServer server, SecretIndex secrets)
    {
        var client = server.Spec.Auth?.ClientCredentials;
        var (url, problem) = BaseUrlReader.Read(server.Spec.Url);
        var (tokenUrl, tokenProblem) = client is null ? (null, null) : BaseUrlReader.Read(client.TokenUrl);
        ImmutableArray<(string, Uri?)> goals = client is null ? [("spec.url", url)] : [("spec.url", url), (TokenUrlField, tokenUrl)];
        return new()
        {
            Server = server,
            Url = url,
            UrlProblem = problem,
            TokenUrl = tokenUrl,
            TokenUrlProblem = tokenProblem,
            Secrets =
            [
                .. References(server.Spec.Auth).Select(one => new SecretCase
                {
                    Namespace = server.Metadata.Namespace,
                    Name = one.To.Name,
                    RefField = one.Field,
                    Parts = [SecretPart.Line(one.To.Key ?? one.Key) with { IsNamed = true }],
                    Goals = goals,
                    Secret = secrets.Find(server.Metadata.Namespace, one.To.Name),
                }),
            ],
        };
    }

    /// <summary>Each with the key that is read where the reference names none.</summary>
    private static IEnumerable<(string Field, SecretKeyRef To, string Key)> References(McpAuth? auth)
    {
        if (auth?.Bearer is { } bearer) yield return ("spec.auth.bearer.secretRef", bearer.SecretRef, SecretKeyRef.DefaultKey);
        foreach (var (index, header) in (auth?.Headers ?? []).Index()) yield return ($"spec.auth.headers[{index}].secretRef", header.SecretRef, SecretKeyRef.DefaultKey);
        if (auth?.ClientCredentials is { } client) yield return ("spec.auth.clientCredentials.clientSecretRef", client.ClientSecretRef, ClientCredentialsAuth.DefaultKey);
    }
}
