using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>What a server's client credentials have exchanged.</summary>
internal static class ServerTokens
{
    /// <summary>The request; null where nothing is exchanged. Only for a server that is well otherwise.</summary>
    public static TokenRequest? RequestOf(ServerCase one)
    {
        if (one.Spec.Auth?.ClientCredentials is not { } client) return null;
        var secret = one.Secrets[0];
        var resource = client.Resource ?? BaseUrlReader.Write(one.Url!);
        var scope = client.Scopes.IsEmpty ? null : string.Join(' ', client.Scopes);
        return new()
        {
            Key = new()
            {
                Kind = nameof(McpServer),
                Credential = one.FullName,
                SecretUid = secret.Secret!.Metadata.Uid,
                SecretResourceVersion = secret.Secret.Metadata.ResourceVersion,
                Url = one.TokenUrl!.AbsoluteUri,
                Parameters = $"clientCredentials {client.ClientId} {resource} {secret.Parts[0].Key} {scope}", // None but the last may hold a space, so that no two sets of them read alike.
            },
            Url = one.TokenUrl,
            AllowedHosts = secret.AllowedHosts,
            Application = new() { ClientId = client.ClientId, ClientSecret = SecretChecks.Read(secret, secret.Parts[0].Key)!, Scope = scope, Resource = resource == ClientCredentialsAuth.NoResource ? null : resource },
        };
    }
}
