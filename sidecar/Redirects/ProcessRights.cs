using System.Globalization;

namespace AiGateway.Sidecar.Redirects;

/// <summary>Who a process is to the kernel, as <c>/proc/self/status</c> says (proc(5)).</summary>
/// <param name="User">The user that its sockets are of (the file system's).</param>
/// <param name="Capabilities">The effective ones, a bit each (capabilities(7)).</param>
internal sealed record ProcessRights(uint User, ulong Capabilities)
{
    private const ulong NetAdmin = 1UL << 12;

    /// <summary>Why what such a process sees says nothing about the agent; null where it does.</summary>
    public string? WhyItProvesNothing => this switch
    {
        { User: RedirectUsers.Sidecar } => $"the validator runs as the sidecar's user {User}, whom the rules let through: it proves nothing",
        _ when (Capabilities & NetAdmin) != 0 => "the validator has the capability NET_ADMIN, which no agent has: it proves nothing",
        _ => null,
    };

    public static ProcessRights ReadOwn() => Parse(File.ReadLines("/proc/self/status"));

    public static ProcessRights Parse(IEnumerable<string> lines)
    {
        var values = lines.Select(line => line.Split(':', 2)).Where(parts => parts.Length == 2).ToDictionary(parts => parts[0], parts => parts[1].Trim(), StringComparer.Ordinal);
        // Real, effective, saved, file system.
        var users = values["Uid"].Split('\t');
        return new(uint.Parse(users[3], CultureInfo.InvariantCulture), ulong.Parse(values["CapEff"], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
    }
}
