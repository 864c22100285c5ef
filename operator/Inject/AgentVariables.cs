using System.Collections.Immutable;

namespace AiGateway.Operator.Inject;

/// <summary>The variables that an agent's container is given, in the groups in which they go together.</summary>
internal static class AgentVariables
{
    public const string McpServers = "AIGATEWAY_MCP_SERVERS";
    public const string McpConfig = "AIGATEWAY_MCP_CONFIG";

    /// <summary>
    /// What must not go to the sidecar even where a client does as it is told: the pod itself, and the cluster by the names and the address under which its own clients know it. Kubernetes
    /// puts the address in; it gives that variable to every container.
    /// </summary>
    const string ClusterNames = "localhost,127.0.0.1,::1,.svc,.cluster.local,$(KUBERNETES_SERVICE_HOST)";

    /// <summary>What each maker's own clients read: where they call, and the key that they will not start without. AWS' own keys are never set: they would open more than models.</summary>
    public static readonly ImmutableArray<(string Name, string Value)> Models =
    [
        ("OPENAI_BASE_URL", InjectNames.Sidecar + "/openai/v1"), ("OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("ANTHROPIC_BASE_URL", InjectNames.Sidecar + "/anthropic"), ("ANTHROPIC_API_KEY", InjectNames.PlaceholderKey),
        ("GOOGLE_GEMINI_BASE_URL", InjectNames.Sidecar + "/gemini"), ("GEMINI_API_KEY", InjectNames.PlaceholderKey),
        ("AZURE_OPENAI_ENDPOINT", InjectNames.Sidecar + "/azure"), ("AZURE_OPENAI_API_KEY", InjectNames.PlaceholderKey),
        ("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", InjectNames.Sidecar + "/bedrock"), ("AWS_BEARER_TOKEN_BEDROCK", InjectNames.PlaceholderKey),
    ];

    /// <summary>
    /// Where each runtime looks for what to trust instead of its own list: OpenSSL and what is built on it, Go and .NET (SSL_CERT_FILE); requests; curl; the AWS SDKs; git; pip; httplib2;
    /// gRPC; cargo; Nix' builds.
    /// </summary>
    static readonly ImmutableArray<string> BundleReaders =
    [
        "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "AWS_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT", "HTTPLIB2_CA_CERTS", "GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "CARGO_HTTP_CAINFO",
        "NIX_SSL_CERT_FILE",
    ];

    /// <summary>Every variable by which a client is told of a proxy, and of what goes past it.</summary>
    static readonly ImmutableArray<string> ProxyReaders = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy"];

    /// <summary>Those that add what they are given to their own list, and parse it at each start: they get the pod's authority alone, unless there are roots that they cannot have. Bun reads Node's.</summary>
    static readonly ImmutableArray<string> Adders = ["NODE_EXTRA_CA_CERTS", "DENO_CERT"];

    public static IEnumerable<(string Name, string Value)> Certificates(EgressPlan plan) =>
        BundleReaders.Select(name => (name, InjectNames.BundleFile))
            .Concat(Adders.Select(name => (name, plan.TrustedRoots is null ? InjectNames.AuthorityFile : InjectNames.BundleFile)));

    /// <summary>In both spellings: curl reads http_proxy in small letters only, others look for capitals first.</summary>
    public static ImmutableArray<(string Name, string Value)> Proxies(InjectOptions options)
    {
        var past = options.AgentNoProxy is { } more ? $"{ClusterNames},{more}" : ClusterNames;
        return
        [
            ("HTTP_PROXY", InjectNames.Sidecar), ("http_proxy", InjectNames.Sidecar), ("HTTPS_PROXY", InjectNames.Sidecar), ("https_proxy", InjectNames.Sidecar),
            ("NO_PROXY", past), ("no_proxy", past),
        ];
    }

    public static bool IsProxy(string? name) => name is not null && ProxyReaders.Contains(name);

    public static string Server(string server) => $"{server}={InjectNames.Sidecar}/mcp/{server}";

    /// <summary>Whether a variable can only be ours, from an earlier call on this pod after which policies changed: it stays as it is, and is no one else's.</summary>
    public static bool IsEarlier(string name, string? value) =>
        value is InjectNames.BundleFile or InjectNames.AuthorityFile
        || (name == McpServers && value is not null && value.Split(',').All(pair => pair == Server(pair.Split('=')[0])));
}
