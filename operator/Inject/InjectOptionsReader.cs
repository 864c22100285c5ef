using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using AiGateway.Contracts;

namespace AiGateway.Operator.Inject;

/// <summary>Reads <see cref="InjectOptions"/> from the operator's settings (without their prefix AIGATEWAY_). It collects every error, then tells them at once.</summary>
internal sealed class InjectOptionsReader(Func<string, string?> setting)
{
    static readonly string s_built = typeof(InjectOptionsReader).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    readonly List<string> errors = [];

    /// <param name="nativeByDefault">Whether this server has sidecar containers (1.29); SIDECAR_FORM overrules it, as where kubelets lag behind.</param>
    /// <exception cref="InvalidOperationException">A setting is bad; the message names each of them.</exception>
    public InjectOptions Read(bool nativeByDefault)
    {
        var version = Checked("IMAGE_VERSION", s_built, IsVersion, "a version as an image's tag has it, such as 0.1.0")!;
        var @namespace = Text("POD_NAMESPACE") ?? "aigateway-system";
        var options = new InjectOptions
        {
            Version = version,
            Image = Tagged(Text("SIDECAR_IMAGE") ?? "aigateway/sidecar", version),
            ImagePullPolicy = OneOf("SIDECAR_PULL_POLICY", null, "Always", "IfNotPresent", "Never"),
            PullSecrets = [.. (Text("SIDECAR_PULL_SECRETS") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
            OperatorUrl = Address("SIDECAR_OPERATOR_URL", "https") ?? $"https://aigateway-operator.{@namespace}.svc:8443",
            OperatorNamespace = @namespace,
            NativeSidecar = OneOf("SIDECAR_FORM", "Auto", "Auto", "Native", "Classic") switch { "Native" => true, "Classic" => false, _ => nativeByDefault },
            Settings = Settings(new()),
            Ceiling = Ceiling(new()),
            MaxBody = Bytes("SIDECAR_MAX_BODY", "16Mi"),
            Proxy = Address("SIDECAR_PROXY", "http", "https"),
            NoProxy = Text("SIDECAR_NO_PROXY"),
            AgentNoProxy = Checked("AGENT_NO_PROXY", null, value => value.Split(',').All(IsPastProxy), "hosts, suffixes, addresses and ranges of IPv4 with commas, such as .corp.example,10.0.0.0/8"),
        };
        errors.AddRange(PodSettings.Conflicts(options.Settings));
        if (Amount(options.Settings.ByteBudget) < Amount(options.MaxBody))
            errors.Add($"AIGATEWAY_SIDECAR_MAX_BODY '{options.MaxBody}' is above AIGATEWAY_SIDECAR_BYTE_BUDGET '{options.Settings.ByteBudget}'.");
        return errors.Count == 0 ? options : throw new InvalidOperationException(string.Join(' ', errors));
    }

    /// <summary>Whether a server of this version, as <c>/version</c> tells it, has sidecar containers on by default.</summary>
    public static bool HasNativeSidecars(string major, string minor) =>
        int.TryParse(major, out var first) && int.TryParse(minor.TrimEnd('+'), out var second) && (first, second).CompareTo((1, 29)) >= 0;

    /// <summary>An image without a tag or digest is the one of the operator's own version, so that both are upgraded as one.</summary>
    static string Tagged(string image, string version) =>
        image[(image.LastIndexOf('/') + 1)..].AsSpan().ContainsAny(':', '@') ? image : $"{image}:{version}";

    SidecarSettings Settings(SidecarSettings defaults) => new()
    {
        CpuRequest = Amount("SIDECAR_CPU_REQUEST", defaults.CpuRequest)!,
        CpuLimit = Amount("SIDECAR_CPU_LIMIT", defaults.CpuLimit),
        MemoryRequest = Amount("SIDECAR_MEMORY_REQUEST", defaults.MemoryRequest)!,
        MemoryLimit = Amount("SIDECAR_MEMORY_LIMIT", defaults.MemoryLimit)!,
        ByteBudget = Bytes("SIDECAR_BYTE_BUDGET", defaults.ByteBudget),
        MaxStaleness = Time("SIDECAR_MAX_STALENESS", defaults.MaxStaleness),
        OnControlPlaneLoss = OneOf("SIDECAR_ON_CONTROL_PLANE_LOSS", defaults.OnControlPlaneLoss, "KeepLast", "FailClosed")!,
    };

    SidecarCeiling Ceiling(SidecarCeiling defaults) => new()
    {
        Cpu = Amount("SIDECAR_MAX_CPU", defaults.Cpu)!,
        Memory = Amount("SIDECAR_MAX_MEMORY", defaults.Memory)!,
        ByteBudget = Amount("SIDECAR_MAX_BYTE_BUDGET", defaults.ByteBudget)!,
    };

    string? Text(string name) => setting(name) is { Length: > 0 } value ? value : null;

    string? Amount(string name, string? fallback) =>
        Checked(name, fallback, value => Quantity.TryParse(value, out _), "a quantity such as 64Mi");

    string Time(string name, string fallback) =>
        Checked(name, fallback, value => Duration.TryParse(value, out _), "a duration such as 24h")!;

    string Bytes(string name, string fallback) => Checked(name, fallback, value => Quantity.TryParseBytes(value, out var bytes) && bytes > 0, "a number of bytes such as 64Mi")!;

    string? Address(string name, params ImmutableArray<string> schemes) =>
        Checked(name, null, value => Uri.TryCreate(value, UriKind.Absolute, out var address) && schemes.Contains(address.Scheme), $"an absolute {string.Join(" or ", schemes)} address");

    /// <summary>
    /// It is put into a variable of each agent: nothing that Kubernetes would expand, that a client reads as everything, or that keeps one from starting. Python's httpx, and with it the
    /// clients of OpenAI and Anthropic, throws at an address in brackets and at a range of IPv6.
    /// </summary>
    static bool IsPastProxy(string entry) =>
        entry.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or ':' or '/') && entry.Any(char.IsAsciiLetterOrDigit)
        && (IPAddress.TryParse(entry, out _) || (entry.Contains('/', StringComparison.Ordinal)
            ? IPNetwork.TryParse(entry, out var range) && range.BaseAddress.AddressFamily == AddressFamily.InterNetwork
            : entry.Count(letter => letter == ':') <= 1));

    static decimal Amount(string quantity) => Quantity.TryParse(quantity, out var amount) ? amount : 0;

    string? OneOf(string name, string? fallback, params ImmutableArray<string> values) =>
        Checked(name, fallback, value => values.Contains(value), "one of " + string.Join(", ", values));

    /// <summary>What fits into a tag (OCI distribution, at most 128 characters) and, with a hash behind it, into an annotation.</summary>
    static bool IsVersion(string value) => value.Length is > 0 and <= 64 && char.IsAsciiLetterOrDigit(value[0]) && value.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_');

    string? Checked(string name, string? fallback, Func<string, bool> fits, string wanted)
    {
        if (Text(name) is not { } value) return fallback;
        if (fits(value)) return value;
        errors.Add($"AIGATEWAY_{name} is '{value}'; it must be {wanted}.");
        return fallback;
    }
}
