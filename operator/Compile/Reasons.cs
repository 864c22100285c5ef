namespace AiGateway.Operator.Compile;

/// <summary>The machine-readable reasons of <see cref="Diagnostic"/>s. They are an interface: never renamed, never reused.</summary>
internal static class Reasons
{
    public const string CredentialMismatch = "CredentialMismatch";
    public const string CredentialNotFound = "CredentialNotFound";
    public const string CredentialNotUsable = "CredentialNotUsable";
    public const string GuardrailNotFound = "GuardrailNotFound";
    public const string GuardrailNotUsable = "GuardrailNotUsable";
    public const string HostNotAllowed = "HostNotAllowed";
    public const string InvalidAuth = "InvalidAuth";
    public const string InvalidAzure = "InvalidAzure";
    public const string InvalidBaseUrl = "InvalidBaseUrl";
    public const string InvalidCheck = "InvalidCheck";
    public const string InvalidCondition = "InvalidCondition";
    public const string InvalidDuration = "InvalidDuration";
    public const string InvalidEgress = "InvalidEgress";
    public const string InvalidEndpoint = "InvalidEndpoint";
    public const string InvalidFallback = "InvalidFallback";
    public const string InvalidHeader = "InvalidHeader";
    public const string InvalidHostedTool = "InvalidHostedTool";
    public const string InvalidLimit = "InvalidLimit";
    public const string InvalidMcpAccess = "InvalidMcpAccess";
    public const string InvalidModelName = "InvalidModelName";
    public const string InvalidName = "InvalidName";
    public const string InvalidParameters = "InvalidParameters";
    public const string InvalidPattern = "InvalidPattern";
    public const string InvalidPin = "InvalidPin";
    public const string InvalidPrice = "InvalidPrice";
    public const string InvalidProtocol = "InvalidProtocol";
    public const string InvalidSchema = "InvalidSchema";
    public const string InvalidSelector = "InvalidSelector";
    public const string InvalidSharing = "InvalidSharing";
    public const string InvalidTls = "InvalidTls";
    public const string InvalidUrl = "InvalidUrl";
    public const string McpServerNotFound = "McpServerNotFound";
    public const string McpServerNotUsable = "McpServerNotUsable";
    public const string NameConflict = "NameConflict";
    public const string NetworkPolicyNotKept = "NetworkPolicyNotKept";
    public const string NetworkPolicyPorts = "NetworkPolicyPorts";
    public const string NoUsableTarget = "NoUsableTarget";
    public const string NotInterceptable = "NotInterceptable";
    public const string NotShared = "NotShared";
    public const string NotThePlatform = "NotThePlatform";
    public const string RouteNotFound = "RouteNotFound";
    public const string RouteNotUsable = "RouteNotUsable";
    public const string SecretKeyInvalid = "SecretKeyInvalid";
    public const string SecretKeyMissing = "SecretKeyMissing";
    public const string SecretNotFound = "SecretNotFound";
    public const string SecretNotOpened = "SecretNotOpened";
    public const string TokenPending = "TokenPending";
    public const string TokenRefused = "TokenRefused";
    public const string UnknownProvider = "UnknownProvider";
    public const string Unreadable = "Unreadable";
}
