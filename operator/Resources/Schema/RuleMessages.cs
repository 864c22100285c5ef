namespace AiGateway.Operator.Resources.Schema;

/// <summary>The words of rules that the API server and the compiler both check.</summary>
internal static class RuleMessages
{
    public const string BaseUrlRequired = "baseUrl is required for azureOpenAi, ollama and openAiCompatible: set it to the URL that the provider's paths are appended to";
    public const string CloudBaseUrlRequired = "baseUrl is required for bedrock and vertex with an apiKey: set it to the URL of the region, or authenticate by auth.aws or auth.gcp";
    public const string OneAuth = "exactly one way to authenticate must be set: one of auth.apiKey, auth.none, auth.aws, auth.gcp and auth.azureAd";
    public const string AuthFitsProvider = "this way to authenticate does not fit the provider: auth.apiKey fits all, auth.none ollama and openAiCompatible, auth.aws bedrock, auth.gcp vertex, auth.azureAd azureOpenAi";
    public const string AzureAlone = "azure has an effect with azureOpenAi alone: remove it";
    public const string CachedAboveInput = "cachedInput is above input, and reading from a cache never costs more: correct one of them";
    public const string TlsNeedsHttps = "tls has no effect on an http:// baseUrl: use https://, or remove tls";
    public const string TlsEmpty = "tls must set caBundle or serverName: set one, or remove tls";
    public const string AllDrained = "every target has the weight 0, so no call goes anywhere: give one a weight";
    public const string BackoffOrder = "backoff is longer than maxBackoff: shorten it, or raise maxBackoff";
    public const string FirstByteOrder = "firstByte is longer than total and has no effect: shorten it, or raise total";
    public const string IdleOrder = "idle is longer than total and has no effect: shorten it, or raise total";
    public const string FallbackEmpty = "fallback must set statuses, onContextLength or onContentPolicy: set one, or remove fallback";
    public const string ParametersEmpty = "parameters must set defaults, overrides or remove: set one, or remove parameters";
    public const string OneMcpAuth = "exactly one way to authenticate must be set: one of auth.none, auth.bearer, auth.headers and auth.clientCredentials";
    public const string McpTlsNeedsHttps = "tls has no effect on an http:// url: use https://, or remove tls";
    public const string OnePlaces = "on must say once which texts are looked at: write on: [input], in quotes or not";
    public const string OneWebhookAuth = "exactly one way to authenticate must be set: auth.bearer or auth.header";
    public const string WebhookTlsNeedsHttps = "tls has no effect on an http:// url: use https://, or remove webhook.tls";
    public const string WebhookCertificateNeedsHttps = "a certificate is shown over https alone: use https://, or remove clientCertificate";
    public const string DnsNeedsRedirected = "dns holds in redirected pods alone: set mode to Redirected in this policy, or remove dns";
    public const string LowerNeedsRedirected = "whenUnenforceable says what becomes of a pod that cannot be redirected: set mode to Redirected in this policy, or remove whenUnenforceable";
    public const string RootsNeedIntercept = "trustedRoots are given to agents of which a host is intercepted, and this policy intercepts none: name hosts in intercept, or remove trustedRoots";
    public const string AuditNetworkPolicy = "a policy in mode Audit blocks nothing, and a NetworkPolicy would: set mode to Enforce, or remove networkPolicy";
    public const string CeilingRoots = "the ConfigMap stands in the agents' own namespace, so a policy with a namespaceSelector cannot name it: remove trustedRoots, and name them in a policy of that namespace";
    public const string CeilingNetworkPolicy = "a NetworkPolicy stands in one namespace, so a policy with a namespaceSelector keeps none: remove networkPolicy, and generate one by a policy of each namespace";
    public const string CeilingAllows = "a policy with a namespaceSelector denies and suspends, and allows nothing: remove what it allows";
    public const string DecisionStands = "the decision stands and cannot be changed: the call may have been made already; wait for the next request";
    public const string ReasonNeedsDecision = "reason says why it was decided, and nothing is decided: set decision too, or remove reason";
    public const string ApprovalNeedsApprove = "approval says how calls of tools.approve are asked for, and there are none: name tools there, or remove approval";
    public const string ApprovalWait = "wait must be a time in whole seconds from 0s to 10m: write it as 0s, 20s or 2m";
    public const string ApprovalExpiry = "expiry must be a time in whole seconds from 10s to 168h: write it as 5m, 1h or 24h";
    public const string OneAmount = "exactly one amount must be set: one of usd, requests, inputTokens, outputTokens, totalTokens and concurrentCalls";
    public const string MostUsd = "usd must be at most 9000000";
    public const string MostCounted = "requests and tokens must be at most 1000000000000000";
    public const string OneWindow = "exactly one of window and period must be set, and neither with concurrentCalls, which counts what is under way now";
    public const string WindowBounds = "window must be from 1s to 744h";
    public const string PriceNeedsUsd = "unknownPrice has an effect on usd alone: remove it, or limit usd";
    public const string EndUserNeedsBy = "endUser says whom by: EndUser counts for: set both, or neither";
    public const string ToolsCountCalls = "calls of tools have neither tokens nor a price: limit requests or concurrentCalls, or count no tools";
    public const string ByOneKind = "by: Model counts calls of models alone, and by: Tool those of tools alone: remove the list of the other kind, or by";
    public const string PodIsNotLeased = "per: Pod counts in the pod itself and leases nothing: remove maxOvershootPercent and whenAway, or set per to Agent";
}
