using System.Collections.Immutable;
using AiGateway.Contracts;

namespace AiGateway.Operator.Inject;

/// <summary>
/// The sidecar's settings for one pod: the operator's, with what the pod's annotations change within bounds. What is not in the table (image, proxy, log level)
/// is the operator's alone; an annotation for it refuses the pod, since nothing that is written may be ignored.
/// </summary>
internal static class PodSettings
{
    /// <summary>What the sidecar itself takes beside the bodies that it holds.</summary>
    const long OwnMemory = 64L * 1024 * 1024;

    static readonly ImmutableArray<PodSetting> Table =
    [
        new("cpu-request", (value, options) => Amount(value, "1m", options.Ceiling.Cpu), (settings, value) => settings with { CpuRequest = value }),
        new("cpu-limit", (value, options) => Amount(value, "10m", options.Ceiling.Cpu), (settings, value) => settings with { CpuLimit = value }),
        new("memory-request", (value, options) => Amount(value, "16Mi", options.Ceiling.Memory), (settings, value) => settings with { MemoryRequest = value }),
        new("memory-limit", (value, options) => Amount(value, "64Mi", options.Ceiling.Memory), (settings, value) => settings with { MemoryLimit = value }),
        new("byte-budget", (value, options) => Quantity.TryParseBytes(value, out _) ? Amount(value, options.MaxBody, options.Ceiling.ByteBudget) : NoQuantity(value, "64Mi"), (settings, value) => settings with { ByteBudget = value }),
        new("max-staleness", Staleness, (settings, value) => settings with { MaxStaleness = value }),
        new("on-control-plane-loss", ControlPlaneLoss, (settings, value) => settings with { OnControlPlaneLoss = value }),
    ];

    /// <summary>The settings, or every error that the annotations hold.</summary>
    public static (SidecarSettings Settings, ImmutableArray<string> Errors) Read(IReadOnlyDictionary<string, string> annotations, InjectOptions options)
    {
        var settings = options.Settings;
        var errors = new List<string>();
        foreach (var (annotation, value) in Ours(annotations))
        {
            var setting = Table.FirstOrDefault(entry => entry.Name == annotation[InjectNames.SettingPrefix.Length..]);
            var error = setting is null ? $"may not be set on a pod; the annotations that may are {Known}" : setting.Error(value, options);
            if (error is not null) errors.Add($"Annotation '{annotation}' {error}.");
            else settings = setting!.Apply(settings, value);
        }

        if (errors.Count == 0) errors.AddRange(Conflicts(settings));
        return (settings, [.. errors]);
    }

    /// <summary>What does not go together. The operator's own options are held to the same.</summary>
    public static IEnumerable<string> Conflicts(SidecarSettings settings)
    {
        if (Bytes(settings.MemoryRequest) > Bytes(settings.MemoryLimit))
            yield return $"The sidecar's memory-request '{settings.MemoryRequest}' is above its memory-limit '{settings.MemoryLimit}'.";
        if (settings.CpuLimit is { } limit && Bytes(settings.CpuRequest) > Bytes(limit))
            yield return $"The sidecar's cpu-request '{settings.CpuRequest}' is above its cpu-limit '{limit}'.";
        if (Bytes(settings.ByteBudget) + OwnMemory > Bytes(settings.MemoryLimit))
            yield return $"The sidecar's byte-budget '{settings.ByteBudget}' and the 64Mi that it takes itself do not fit in its memory-limit '{settings.MemoryLimit}'.";
    }

    static string Known => string.Join(", ", Table.Select(setting => InjectNames.SettingPrefix + setting.Name));

    static IEnumerable<KeyValuePair<string, string>> Ours(IReadOnlyDictionary<string, string> annotations) =>
        annotations.Where(pair => pair.Key.StartsWith(InjectNames.SettingPrefix, StringComparison.Ordinal)).OrderBy(pair => pair.Key, StringComparer.Ordinal);

    static string? Amount(string value, string least, string most)
    {
        if (!Quantity.TryParse(value, out var amount)) return NoQuantity(value, least);
        return amount < Bytes(least) || amount > Bytes(most) ? $"is '{value}'; it may be from {least} to {most}" : null;
    }

    static string NoQuantity(string value, string example) => $"is '{value}', which is not a quantity such as {example}";

    static string? Staleness(string value, InjectOptions options)
    {
        var most = options.Settings.MaxStaleness;
        if (!Duration.TryParse(value, out var duration)) return $"is '{value}', which is not a duration such as 30m";
        return Duration.TryParse(most, out var bound) && duration > bound ? $"is '{value}'; it may be at most {most}" : null;
    }

    static string? ControlPlaneLoss(string value, InjectOptions options)
    {
        if (value is not ("KeepLast" or "FailClosed")) return $"is '{value}'; it may be KeepLast or FailClosed";
        return value == "KeepLast" && options.Settings.OnControlPlaneLoss == "FailClosed" ? "is 'KeepLast'; the operator demands FailClosed" : null;
    }

    static decimal Bytes(string quantity) => Quantity.TryParse(quantity, out var amount) ? amount : 0;
}
