using System.Text;
using AiGateway.Contracts;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Levels;

/// <summary>
/// How far one pod's agent is held, as far as is known at a moment. It goes by what the pod's sidecar tells over its stream and by what the pod is made of; annotations, which a pod's author
/// can write, explain and never raise it.
/// </summary>
/// <param name="Level">What was measured; of a sidecar that says nothing, Cooperative.</param>
/// <param name="IsSettled">False where more may be known soon: the sidecar has only just come, or is not connected.</param>
/// <param name="Why">Why it is not higher, bounded, in one line; null where nothing is known of it.</param>
internal readonly record struct PodLevel(EnforcementLevel Level, bool IsSettled, string? Why)
{
    private const int LongestReason = 200;
    private const string Lowered = nameof(EgressMode.Cooperative) + ": ";

    public static PodLevel Of(Pod pod, SidecarState? sidecar, Look look)
    {
        var isCarrier = SidecarTeller.HasSidecar(pod);
        if (!isCarrier && (sidecar is null || look.Turn.Inventory.SidecarsAreInjected)) return new(EnforcementLevel.None, true, null);
        if (sidecar is null) return new(EnforcementLevel.Cooperative, false, "its sidecar is disconnected");
        if (sidecar.Enforcement is { } measured) return new(Known(measured.Level), true, Line(measured.Reason) ?? Explain(pod));

        var isSettled = !(look.Now - sidecar.Since < SidecarTeller.Youth) && !(look.Now - pod.Metadata.CreationTimestamp < SidecarTeller.Youth);
        var says = sidecar.Features.Contains(Features.Egress) ? "its sidecar does not say" : "its sidecar is too old to say";
        return new(EnforcementLevel.Cooperative, isSettled, isSettled ? says : "its sidecar has not said yet");
    }

    /// <summary>What a sidecar measured, in words.</summary>
    public static string Describe(Enforcement measured) => Line(measured.Reason) is { } why ? $"{Known(measured.Level)}: {why}" : $"{Known(measured.Level)}";

    /// <summary>What the injector wrote where it could not inject for what was asked; null where it wrote nothing of the kind. For people, and never as evidence.</summary>
    public static string? ReadLowering(Pod pod) =>
        pod.Metadata.Annotations.TryGetValue(InjectNames.EgressAnnotation, out var text) && text.StartsWith(Lowered, StringComparison.Ordinal) ? Line(text[Lowered.Length..]) : null;

    /// <summary>A level that this version does not know is none that it may count on.</summary>
    private static EnforcementLevel Known(EnforcementLevel level) =>
        level is EnforcementLevel.None or EnforcementLevel.Redirected ? level : EnforcementLevel.Cooperative;

    private static string Explain(Pod pod) => ReadLowering(pod) ?? (pod.Metadata.Annotations.GetValueOrDefault(InjectNames.EgressAnnotation) == nameof(EgressMode.Redirected)
        ? "it was injected to be redirected and is not"
        : "it was not injected for more: start it anew");

    /// <summary>What somebody else wrote, bounded and in one line; null where nothing is left.</summary>
    public static string? Line(string? text)
    {
        if (string.IsNullOrWhiteSpace(text)) return null;
        var line = new StringBuilder();
        foreach (var letter in text.AsSpan(0, Math.Min(text.Length, LongestReason))) line.Append(char.IsControl(letter) ? ' ' : letter);
        return Utf8Text.Cut(line.ToString(), LongestReason);
    }
}
