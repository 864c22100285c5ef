using AiGateway.Contracts;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>A server that is well -> what a sidecar gets of it.</summary>
internal static class ServerAssembly
{
    private const string TokenHeader = "Authorization";
    private const string TokenPrefix = "Bearer ";

    public static McpServerRule Assemble(ServerCase one, ExchangedToken? token) => new()
    {
        Name = one.Name,
        Account = Account(one, token),
        Headers = one.Spec.Auth?.Headers is { IsEmpty: false } headers
            ? [.. headers.Select((header, index) => new McpHeaderRule { Name = header.Name, Value = Read(one.Secrets[index]) })]
            : null,
        Transport = TransportOf(one.Spec.Protocol),
        Pinning = one.Spec.Pinning == PinningMode.Off ? null : one.Spec.Pinning,
        ApprovedTools = one.Spec.Pinning == PinningMode.Off ? null : PinChecks.Fit(one.Spec.ApprovedTools),
    };

    /// <summary>Whether the user's word for a transport is known; none is too.</summary>
    public static bool IsTransport(string? protocol) => protocol is null or "auto" || TransportOf(protocol) is not null;

    private static McpTransport? TransportOf(string? protocol) => protocol switch
    {
        "sse" => McpTransport.Sse,
        "streamableHttp" => McpTransport.StreamableHttp,
        _ => null,
    };

    private static ProviderRef Account(ServerCase one, ExchangedToken? token)
    {
        var rule = new ProviderRef
        {
            Provider = one.FullName,
            Kind = Dialects.Mcp,
            Dialect = Dialects.Mcp,
            BaseUrl = one.Url!.GetLeftPart(UriPartial.Path), // With a slash at the end where the user wrote one: the endpoint itself, to which nothing is appended.
            AllowedHosts = [BaseUrlReader.Entry(one.Url)],
            KeyHeader = TokenHeader,
            KeyPrefix = TokenPrefix,
            Key = new SecretText(""),
            CaBundle = one.Spec.Tls?.CaBundle,
            ServerName = one.Spec.Tls?.ServerName,
        };
        if (token is not null) return rule with { AllowedHosts = one.Secrets[0].AllowedHosts, Key = token.Token!, KeyExpiresAt = token.ExpiresAt };
        return one.Spec.Auth?.Bearer is null
            ? rule with { Unauthenticated = true }
            : rule with { AllowedHosts = one.Secrets[0].AllowedHosts, Key = Read(one.Secrets[0]) };
    }

    private static SecretText Read(SecretCase secret) => SecretChecks.Read(secret, secret.Parts[0].Key)!;
}
