using AiGateway.Contracts;
using AiGateway.Operator.Resources.Tokens;

namespace AiGateway.Operator.Tokens;

/// <summary>
/// Asks token endpoints. What they answer is untrusted and bounded; what goes wrong becomes one word, and never the endpoint's own sentence, which may quote
/// what was sent.
/// </summary>
internal sealed class TokenExchange(HttpClient http, TimeProvider time)
{
    /// <summary>The token, or the word of the refusal. Throws only when it is cancelled.</summary>
    public async Task<ExchangedToken> RunAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (!AllowedHost.Allows(request.AllowedHosts, request.Url)) return new() { Error = "HostNotAllowed" };
        try
        {
            if (request.Role is { } role) return await RoleExchange.RunAsync(request.Url, role, http, cancellationToken);
            return request.Account is { } account
                ? await AccessTokens.AskAsync(http, request.Url, AccountAssertion.FormOf(account, request.Url, time.GetUtcNow()), (time, cancellationToken))
                : await AccessTokens.AskAsync(http, request.Url, FormOf(request.Application!), (time, cancellationToken));
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            return new() { Error = WordOf(failure) };
        }
    }

    /// <summary>RFC 6749, section 4.4.2; <c>resource</c> by RFC 8707, section 2.</summary>
    private static Dictionary<string, string> FormOf(ApplicationRequest application)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = application.ClientId,
            ["client_secret"] = application.ClientSecret.Reveal(),
        };
        if (application.Scope is { } scope) form["scope"] = scope;
        if (application.Resource is { } resource) form["resource"] = resource;
        return form;
    }

    private static string WordOf(Exception failure) => failure switch
    {
        OperationCanceledException => "Timeout",
        HttpRequestException => "Unreachable",
        InvalidKeyFileException => "KeyFileInvalid",
        _ => "AnswerInvalid",
    };
}
