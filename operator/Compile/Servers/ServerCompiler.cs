using System.Collections.Immutable;
using AiGateway.Operator.Compile.Providers;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Compile.Servers;

/// <summary>
/// McpServer -> McpServerRule. A key leaves its Secret only where the Secret opens it for the very hosts that are called, as with a ProviderCredential. An approval that cannot
/// be read approves nothing and costs nothing else.
/// </summary>
internal static class ServerCompiler
{
    private static readonly ImmutableArray<Func<ServerCase, IEnumerable<Diagnostic>>> Checks =
    [
        CheckName, CheckUrls, CheckTransport, ServerAuthChecks.Check,
        one => TlsChecks.Check(one.Spec.Tls, one.Url, RuleMessages.McpTlsNeedsHttps), one => one.Secrets.SelectMany(SecretChecks.Check),
    ];

    public static CompiledServer Compile(McpServer server, SecretIndex secrets, ExchangedTokens tokens)
    {
        var one = ServerCase.From(server, secrets);
        var diagnostics = Diagnostic.Sort(Checks.SelectMany(check => check(one)).Distinct());
        var compiled = diagnostics.IsEmpty ? Compile(one, tokens) : new() { Server = server, Diagnostics = diagnostics };
        return compiled with { Diagnostics = Diagnostic.Sort(compiled.Diagnostics.Concat(PinChecks.Check(server.Spec.ApprovedTools))) };
    }

    private static CompiledServer Compile(ServerCase one, ExchangedTokens tokens)
    {
        var request = ServerTokens.RequestOf(one);
        var token = request is null ? null : tokens.Find(request.Key);
        return request is not null && TokenChecks.Check("spec.auth.clientCredentials", request.Url, token) is { } lacking
            ? new() { Server = one.Server, TokenRequest = request, Diagnostics = [lacking] }
            : new()
            {
                Server = one.Server,
                Rule = ServerAssembly.Assemble(one, token),
                Secrets = [.. one.Secrets.Select(secret => secret.Secret!).DistinctBy(secret => secret.Metadata.Name)],
                TokenRequest = request,
                Diagnostics = [],
            };
    }

    /// <summary>It is one segment of the path that agents call. An API server sees to it; a folder has nobody else who would.</summary>
    private static IEnumerable<Diagnostic> CheckName(ServerCase one) =>
        ValueCheck.MatchesWhole(Patterns.ObjectName, one.Name)
            ? []
            : [Diagnostic.NotAccepted(Reasons.InvalidName, "metadata.name", "agents call the server by its name, which must be lower-case letters, digits, - and . with a letter or digit at both ends: rename it")];

    private static IEnumerable<Diagnostic> CheckUrls(ServerCase one)
    {
        if (one.UrlProblem is { } problem) yield return Diagnostic.NotAccepted(Reasons.InvalidUrl, "spec.url", problem);
        if (one.TokenUrlProblem is { } refused) yield return Diagnostic.NotAccepted(Reasons.InvalidUrl, ServerCase.TokenUrlField, refused);
    }

    private static IEnumerable<Diagnostic> CheckTransport(ServerCase one) =>
        ServerAssembly.IsTransport(one.Spec.Protocol)
            ? []
            : [Diagnostic.NotAccepted(Reasons.InvalidProtocol, "spec.protocol", "this protocol is not known: must be one of auto, sse, streamableHttp")];
}
