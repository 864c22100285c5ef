using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Contracts.Limits;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>
/// An inventory made of a seed: two namespaces, few names, so that everything collides, and much that is wrong. The key in every
/// Secret contains <see cref="Key"/>.
/// </summary>
internal sealed class RandomInventory(int seed)
{
    public const string Key = "sk-never-shown";

    /// <summary>Names that agents ask for.</summary>
    public static ImmutableArray<string> Models { get; } = ["fast", "slow", "gpt-4", "gpt-4o", "gpt-5", "claude", "x"];

    /// <summary>Names of tools that agents ask for.</summary>
    public static ImmutableArray<string> Tools { get; } = ["read", "read_all", "write", "Write"];

    /// <summary>Hosts that agents connect to.</summary>
    public static ImmutableArray<string> Places { get; } = ["api.openai.com", "x.example", "a.x.example", "llm.internal"];

    public static readonly string[] Names = ["one", "two", "three"];
    private static readonly string[] Patterns = ["fast", "slow", "gpt-4", "gpt-4o", "gpt-*", "gpt-4*", "*", "claude", "", "a*b", "\t", "gpt-5"];
    public static readonly string[] Endpoints = ["files", "batches", "/openai/v1/videos", "/openai//x", "else"];
    private static readonly string[] Urls = ["https://api.openai.com/v1", "http://llm.internal", "https://u:p@h/", "nonsense", "", "http://169.254.169.254", "https://[::1]:8443/v1/"];
    private static readonly string[] Hosts = ["api.openai.com", "http://llm.internal", "[::1]:8443", "", ",,", "https://x/y"];
    private static readonly string[] ToolPatterns = ["read", "read*", "*", "write", "a*b", "ü*", ""];
    private static readonly string[] Pins = [$"read@sha256:{new string('0', 64)}", $"read@sha256:{new string('1', 64)}", "read"];
    private static readonly string[] PlacePatterns = ["X.example", "*.x.example", "x.example:8443", "10.0.0.0/8:*", "10.0.0.1/8:1", "api.openai.com", "", "a..b"];
    private static readonly string[] Operators = ["In", "NotIn", "Exists", "DoesNotExist", "Within"];

    private readonly Random _random = new(seed);

    public Inventory Make() => new()
    {
        OperatorNamespace = "b",
        SidecarsAreInjected = _random.Next(4) == 0,
        Namespaces = Some(2, index => new Namespace { Metadata = new() { Name = Pick("a", "b"), Uid = $"ns-{index}", Labels = Labels("tier", "x", "y") } }),
        Secrets = Some(6, index => new Secret
        {
            Metadata = Meta(index) with
            {
                Labels = Labels(Group.CredentialLabel, "true", "false"),
                Annotations = Labels(Group.AllowedHostsAnnotation, Hosts),
            },
            Data = ImmutableDictionary<string, string>.Empty.Add(Pick("apiKey", "other"), KeyData()),
        }),
        Credentials = Some(6, index => new ProviderCredential { Metadata = Meta(index), Spec = Credential() }),
        Routes = Some(8, index => new ModelRoute
        {
            Metadata = Meta(index),
            Spec = new() { Models = Some(3, _ => Pick(Patterns)), Targets = Some(3, _ => Target()), Retry = Pick(null, new RouteRetry { Attempts = 1, Backoff = Pick(null, "1s", "1d") }), Parameters = Parameters(), SharedWith = Some(1, _ => Pick("a", "b")) },
        }),
        McpServers = Some(6, index => new McpServer { Metadata = Meta(index), Spec = Server() }),
        Policies = Some(6, index => new AgentPolicy { Metadata = Meta(index), Spec = Policy() }),
        Budgets = Some(2, index => new Budget { Metadata = Meta(index), Spec = Share() }),
        Unreadable = Some(2, index => new UnreadableObject { Kind = Pick("AgentPolicy", "Budget", "McpServer", "McpServer", "ModelRoute", "ModelRoute", "ProviderCredential"), Metadata = Meta(index), Field = "spec", Message = "is wrong", HasNamespaceSelector = _random.Next(2) == 0 }),
        Pods = Some(8, index => new Pod
        {
            Metadata = Meta(index) with { Name = $"pod-{index}", Labels = Labels("app", "a", "b") },
            Spec = new() { Containers = Some(1, _ => new PodContainer { Name = Pick(Group.SidecarContainer, "agent") }) },
            Status = new() { Phase = Pick("Running", "Pending", "Succeeded", null) },
        }),
    };

    private ModelTarget Target() => new()
    {
        Credential = Pick(Names),
        Namespace = Pick(null, null, "a", "b"),
        Model = Pick(null, "gpt-4o", "a*"),
        Priority = _random.Next(3),
        Weight = Pick<int?>(null, null, 0, 5),
        When = Pick(null, null, "request.stream", "request.stream &&"),
        Parameters = Parameters(),
    };

    private RouteParameters? Parameters() =>
        Pick(null, null, new RouteParameters { Remove = ["user", "model"] }, new RouteParameters { Defaults = JsonDocument.Parse("""{"model":"x","seed":1}""").RootElement });

    private ProviderCredentialSpec Credential() => new()
    {
        Provider = Pick("openai", "openai", "openAiCompatible", "bedrock", "anthropic", "acme"),
        BaseUrl = Pick(null, Pick(Urls)),
        Auth = new()
        {
            ApiKey = Pick(new ApiKeyAuth { SecretRef = new() { Name = Pick(Names), Key = Pick(null, "other") } }, null),
            None = Pick(null, null, null, new NoAuth()),
            Aws = Pick(null, null, null, new AwsAuth { Region = Pick("eu-central-1", "a/b@c"), SecretRef = new() { Name = Pick(Names) } }),
        },
        SharedWith = Some(1, _ => Pick("a", "b")),
        Tls = Pick(null, new ProviderTls { CaBundle = Pick(null, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), ServerName = Pick(null, "h", "a b") }),
    };

    private McpServerSpec Server() => new()
    {
        Url = Pick("https://api.openai.com/mcp", "https://api.openai.com/mcp", "http://llm.internal/mcp/", Pick(Urls)),
        Protocol = Pick(null, null, "sse", "streamableHttp", "stdio"),
        Auth = Pick(null, null, Auth()),
        Tls = Pick(null, null, new ProviderTls { ServerName = Pick(null, "h", "a b") }),
        Pinning = Pick(PinningMode.Off, PinningMode.Warn, PinningMode.Block),
        ApprovedTools = Some(2, _ => Pick(Pins)),
    };

    private McpAuth Auth() => new()
    {
        None = Pick(null, null, null, new NoAuth()),
        Bearer = Pick(null, new ApiKeyAuth { SecretRef = new() { Name = Pick(Names), Key = Pick(null, "other") } }),
        Headers = Some(2, _ => new McpHeader { Name = Pick("X-Key", "x-key", "Authorization", "Host"), SecretRef = new() { Name = Pick(Names), Key = Pick(null, "other") } }),
        ClientCredentials = Pick(null, null, new ClientCredentialsAuth { TokenUrl = Pick(Urls), ClientId = "c", ClientSecretRef = new() { Name = Pick(Names), Key = "other" } }),
    };

    private McpAccess Access() => new()
    {
        Server = Pick("*", Pick(Names), "No_Name"),
        Tools = Pick(null, new ToolAccess { Allow = Some(3, _ => Pick(ToolPatterns)), Deny = Some(1, _ => Pick(ToolPatterns)), When = Pick(null, null, "tool == 'read'", "tool ==") }),
        Resources = Pick(null, null, new NameAccess { Allow = Some(1, _ => Pick("file:///x", "file:///*")), Deny = Some(1, _ => Pick("file:///x", "*")) }),
        Sampling = Pick<Permission?>(null, Permission.Allow, Permission.Deny),
    };

    private AgentPolicySpec Policy() => new()
    {
        PodSelector = new()
        {
            MatchLabels = Labels("app", "a", "b"),
            MatchExpressions = Some(1, _ => new LabelSelectorRequirement { Key = "app", Operator = Pick(Operators), Values = Some(2, _ => Pick("a", "b")) }),
        },
        Mode = Pick(PolicyMode.Enforce, PolicyMode.Audit),
        Suspended = _random.Next(8) == 0,
        NamespaceSelector = Pick(null, null, new LabelSelector { MatchLabels = Labels("tier", "x", "y") }),
        HostedTools = Pick(null, null, new HostedToolAccess { Allow = Some(1, _ => Pick("web_*", "a*b")), Deny = Some(1, _ => Pick("web_search", "")) }),
        Endpoints = Pick(null, null, new EndpointAccess { Allow = Some(2, _ => Grant()), Deny = Some(1, _ => Pick(Endpoints)) }),
        Mcp = Some(2, _ => Access()),
        Limits = Pick(0, 0, 0, 1) == 0 ? [] : Some(2, _ => Limit()),
        Egress = Pick(null, null, Egress()),
        Models = Pick(null, new ModelAccess { Allow = Some(3, _ => Pick(Patterns)), Deny = Some(1, _ => Pick(Patterns)) }),
    };

    private BudgetSpec Share() => new()
    {
        Limit = new() { Usd = Pick(null, null, null, "1.5", "1e9"), Requests = Pick<long?>(5, 5, 5, 0, null) },
        Window = Pick(null, null, null, "1h", "1d"),
        Period = Pick<LimitPeriod?>(LimitPeriod.Day, LimitPeriod.Day, LimitPeriod.Month, null),
        Agents = new()
        {
            MatchLabels = Labels("app", "a", "b"),
            MatchExpressions = Pick(0, 0, 0, 1) == 0 ? [] : [new LabelSelectorRequirement { Key = "app", Operator = Pick(Operators), Values = ["a"] }],
        },
        NamespaceSelector = Pick(null, null, null, new LabelSelector { MatchLabels = Labels("tier", "x", "y") }),
    };

    private AgentLimit Limit() => new()
    {
        Name = Pick(Names), Requests = Pick<long?>(5, 5, 5, null), Window = Pick("1m", "1m", "1m", "1d"), Per = Pick(LimitPer.Agent, LimitPer.Pod), Tools = Some(1, _ => Pick("one/*", "*", "one")),
    };

    private EgressAccess Egress() => new()
    {
        Mode = Pick(EgressMode.Cooperative, EgressMode.Redirected, EgressMode.Redirected),
        WhenUnenforceable = Pick(WhenUnenforceable.Refuse, WhenUnenforceable.Lower),
        Allow = Some(3, _ => Pick(PlacePatterns)),
        Deny = _random.Next(2) == 0 ? [] : Some(2, _ => Pick(PlacePatterns)),
        Intercept = Some(2, _ => Pick("api.openai.com", "llm.internal", "x.example", "a..b")),
        Dns = Pick(null, null, new DnsAccess { Names = Pick<DnsNames?>(null, DnsNames.Listed), QueriesPerSecond = Pick<int?>(null, 5, 0) }),
        TrustedRoots = Pick(null, new Operator.Resources.TrustedRoots { ConfigMap = "roots" }),
        NetworkPolicy = Pick(NetworkPolicyMode.Off, NetworkPolicyMode.Generate),
    };

    private EndpointGrant Grant() => new() { Name = Pick(Endpoints), Credential = Pick(Names), Namespace = Pick(null, null, "a", "b") };

    private ObjectMeta Meta(int index) => new()
    {
        Name = Pick(Names),
        Namespace = Pick("a", "b"),
        Uid = $"uid-{index}",
        ResourceVersion = $"{_random.Next(100)}",
        Generation = _random.Next(1, 4),
        CreationTimestamp = Pick<DateTimeOffset?>(null, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1)),
    };

    private string KeyData() => Pick($"{Key}\n", Key, $"{Key}\r{Key}", "") switch
    {
        "" => Key, // Not base64.
        var text => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)),
    };

    private ImmutableDictionary<string, string> Labels(string key, params string[] values) =>
        _random.Next(values.Length + 2) == 0 ? ImmutableDictionary<string, string>.Empty : ImmutableDictionary<string, string>.Empty.Add(key, Pick(values));

    private ImmutableArray<T> Some<T>(int most, Func<int, T> make) => [.. Enumerable.Range(0, _random.Next(most + 1)).Select(make)];

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
