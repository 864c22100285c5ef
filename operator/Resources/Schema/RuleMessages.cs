namespace AiGateway.Operator.Resources.Schema;

/// <summary>The words of rules that the API server and the compiler both check.</summary>
internal static class RuleMessages
{
    public const string BaseUrlRequired = "baseUrl is required for openAiCompatible: set it to the URL that /chat/completions is appended to";
    public const string OneAuth = "exactly one way to authenticate must be set: set auth.apiKey";
    public const string TlsNeedsHttps = "tls has no effect on an http:// baseUrl: use https://, or remove tls";
    public const string TlsEmpty = "tls must set caBundle or serverName: set one, or remove tls";
}
