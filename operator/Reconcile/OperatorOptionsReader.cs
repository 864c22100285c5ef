using System.Globalization;
using System.Net;
using AiGateway.Operator.Watchdog;

namespace AiGateway.Operator.Reconcile;

/// <summary>Reads <see cref="OperatorOptions"/> from settings without their prefix AIGATEWAY_. Collects every error, then tells them at once.</summary>
internal sealed class OperatorOptionsReader(Func<string, string?> setting)
{
    private const int MostRestarts = 600;
    private const int ShortestLease = 3;
    private const int LongestLease = 120;

    private readonly List<string> _errors = [];

    /// <exception cref="InvalidOperationException">A setting is bad; the message names each of them.</exception>
    public OperatorOptions Read()
    {
        var defaults = new OperatorOptions();
        var options = new OperatorOptions
        {
            Folder = Folder(),
            StateDir = Text("STATE_DIR") ?? "",
            StreamPort = Port("STREAM_PORT", defaults.StreamPort),
            WebhookPort = Port("WEBHOOK_PORT", defaults.WebhookPort),
            HealthPort = Port("HEALTH_PORT", defaults.HealthPort),
            PodName = Text("POD_NAME") ?? Environment.MachineName,
            PodNamespace = Text("POD_NAMESPACE") ?? defaults.PodNamespace,
            PodIp = Address("POD_IP", defaults.PodIp),
            Watchdog = Mode("WATCHDOG", defaults.Watchdog),
            RestartsPerMinute = Number("WATCHDOG_RESTARTS_PER_MINUTE", defaults.RestartsPerMinute, MostRestarts),
            ShadowAgents = Switch("SHADOW_AGENTS", defaults.ShadowAgents),
            LeaseSeconds = Seconds("LEASE_SECONDS", defaults.LeaseSeconds),
            RelayTokenFile = Text("RELAY_TOKEN_FILE") ?? defaults.RelayTokenFile,
        };
        if (options.Folder is not null && options.StateDir.Length == 0)
            _errors.Add("AIGATEWAY_STATE_DIR must be set where AIGATEWAY_FOLDER is: certificates and tokens are kept there.");
        return _errors.Count == 0 ? options : throw new InvalidOperationException(string.Join(' ', _errors));
    }

    private string? Text(string name) => setting(name) is { Length: > 0 } value ? value : null;

    private string? Folder()
    {
        if (Text("FOLDER") is not { } folder) return null;
        if (!Directory.Exists(folder)) _errors.Add($"AIGATEWAY_FOLDER: there is no folder '{folder}'.");
        return folder;
    }

    private WatchdogMode Mode(string name, WatchdogMode fallback)
    {
        if (Text(name) is not { } text) return fallback;
        foreach (var mode in Enum.GetValues<WatchdogMode>())
        {
            if (text == mode.ToString()) return mode;
        }

        _errors.Add($"AIGATEWAY_{name}: '{text}' is none of {string.Join(", ", Enum.GetNames<WatchdogMode>())}.");
        return fallback;
    }

    private bool Switch(string name, bool fallback)
    {
        switch (Text(name))
        {
            case null: return fallback;
            case "true": return true;
            case "false": return false;
            case var text:
                _errors.Add($"AIGATEWAY_{name}: '{text}' is neither true nor false.");
                return fallback;
        }
    }

    private int Number(string name, int fallback, int most, int least = 1)
    {
        if (Text(name) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        _errors.Add($"AIGATEWAY_{name}: '{text}' is not a number from {least} to {most}.");
        return fallback;
    }

    private int Seconds(string name, int fallback) => Number(name, fallback, LongestLease, ShortestLease);

    private int Port(string name, int fallback)
    {
        if (Text(name) is not { } text) return fallback;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port <= ushort.MaxValue) return port;
        _errors.Add($"AIGATEWAY_{name}: '{text}' is not a port (0 to 65535).");
        return fallback;
    }

    private string Address(string name, string fallback)
    {
        if (Text(name) is not { } text) return fallback;
        if (IPAddress.TryParse(text, out _)) return text;
        _errors.Add($"{name}: '{text}' is not an address.");
        return fallback;
    }
}
