using System.Globalization;
using System.Net;
using AiGateway.Contracts;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Hosting;

/// <summary>Reads the environment, all of it, before it complains: each error names its variable and what it must be, and never quotes its value.</summary>
internal sealed class SidecarOptionsReader(Func<string, string?> environment)
{
    /// <summary>sysexits.h, EX_CONFIG.</summary>
    public const int ConfigurationExitCode = 78;

    private const string HealthDefault = "0.0.0.0:15082";
    private const string Run = "/var/run/aigateway";

    private static readonly TimeSpan LongestDrain = TimeSpan.FromDays(7);

    private readonly List<string> _errors = [];

    /// <summary>The options, or null where there are errors.</summary>
    public SidecarOptions? Read(out IReadOnlyList<string> errors)
    {
        var options = new SidecarOptions
        {
            Operator = Operator(),
            TokenFile = Text("TOKEN_FILE") ?? $"{Run}/token/token",
            RootsFile = Text("ROOTS_FILE") ?? $"{Run}/roots/ca.crt",
            StateFolder = Text("STATE_DIR") ?? $"{Run}/state",
            McpFolder = Text("MCP_DIR"),
            Api = ApiEndpoint(),
            TransparentPort = Port("TRANSPARENT_PORT"),
            DnsPort = Port("DNS_PORT"),
            ProofFile = Text("PROOF_FILE"),
            TrustFolder = Text("TRUST_DIR"),
            TrustedRootsFile = Text("TRUSTED_ROOTS_FILE"),
            Health = Endpoint("LISTEN_HEALTH", HealthDefault),
            Metrics = Endpoint("LISTEN_METRICS", "0.0.0.0:15083"),
            ByteBudget = Bytes("BYTE_BUDGET", "64Mi"),
            MaxBody = Bytes("MAX_BODY", "16Mi"),
            MaxStaleness = Time("MAX_STALENESS", "24h"),
            OnLoss = OnLoss(),
            Drain = Time("DRAIN", "28s"),
            Proxy = Proxy(),
            NoProxy = [.. (Text("NO_PROXY") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)],
        };
        errors = _errors;
        return _errors.Count == 0 ? Bounded(options) : null;
    }

    /// <summary>For <c>wait</c>, which runs beside the sidecar and needs nothing else.</summary>
    public static int HealthPort(Func<string, string?> environment) =>
        new SidecarOptionsReader(environment).Endpoint("LISTEN_HEALTH", HealthDefault).Port;

    /// <summary>A pod may have asked for less than the others: no body is longer than all may be, and timers end after some weeks.</summary>
    private static SidecarOptions Bounded(SidecarOptions options) => options with
    {
        MaxBody = Math.Min(options.MaxBody, options.ByteBudget),
        Drain = options.Drain < LongestDrain ? options.Drain : LongestDrain,
    };

    private string? Text(string name) => environment($"AIGATEWAY_{name}") is { Length: > 0 } text ? text : null;

    private void Fail(string name, string rule) => _errors.Add($"AIGATEWAY_{name} {rule}");

    private Uri Operator()
    {
        if (Uri.TryCreate(Text("OPERATOR_URL"), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps && url.UserInfo.Length == 0)
            return url;
        Fail("OPERATOR_URL", "must be an absolute https URL, as https://aigateway-operator.aigateway-system.svc:8443");
        return new Uri("https://localhost");
    }

    private Uri? Proxy()
    {
        if (Text("PROXY") is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)) return url;
        Fail("PROXY", "must be an absolute http or https URL, as http://proxy.corp:3128");
        return null;
    }

    private IPEndPoint ApiEndpoint()
    {
        var endpoint = Endpoint("LISTEN_API", "127.0.0.1:15080");
        if (!IPAddress.IsLoopback(endpoint.Address)) Fail("LISTEN_API", "must be a loopback address: whoever reaches it calls models in the agent's name");
        return endpoint;
    }

    private IPEndPoint Endpoint(string name, string unset)
    {
        if (IPEndPoint.TryParse(Text(name) ?? unset, out var endpoint) && (Text(name) ?? unset).Contains(':', StringComparison.Ordinal)) return endpoint;
        Fail(name, $"must be address:port, as {unset}");
        return IPEndPoint.Parse(unset);
    }

    private int? Port(string name)
    {
        if (Text(name) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535) return port;
        Fail(name, "must be a port, from 1 to 65535");
        return null;
    }

    private long Bytes(string name, string unset)
    {
        if (Quantity.TryParseBytes(Text(name) ?? unset, out var bytes) && bytes > 0) return bytes;
        Fail(name, $"must be a quantity of bytes above zero, as {unset}");
        return 0;
    }

    private TimeSpan Time(string name, string unset)
    {
        if (Duration.TryParse(Text(name) ?? unset, out var time)) return time;
        Fail(name, $"must be a duration, as {unset}");
        return TimeSpan.Zero;
    }

    private ControlPlaneLoss OnLoss()
    {
        var text = Text("ON_CONTROL_PLANE_LOSS") ?? nameof(ControlPlaneLoss.KeepLast);
        if (text == nameof(ControlPlaneLoss.KeepLast)) return ControlPlaneLoss.KeepLast;
        if (text != nameof(ControlPlaneLoss.FailClosed)) Fail("ON_CONTROL_PLANE_LOSS", "must be KeepLast or FailClosed");
        return ControlPlaneLoss.FailClosed;
    }
}
