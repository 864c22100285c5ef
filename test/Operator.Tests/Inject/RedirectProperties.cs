using System.Text.Json.Nodes;
using AiGateway.Operator.Inject;
using AiGateway.Operator.Resources;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>
/// Containers that say whatever they may of their security: each pod that is called redirected is held, each that is not is refused or lowered with a reason, and nothing that the author said is gone.
/// </summary>
public sealed class RedirectProperties
{
    static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    [Fact]
    public void Run_AnyPod_IsHeldOrSaysWhyNot() =>
        Prop.ForAll(Pods, pod =>
        {
            var injection = Run(pod, WhenUnenforceable.Lower);
            if (injection.Outcome != InjectionOutcome.Injected) return injection.Reason is not null;
            var patched = JsonPatchApplier.Apply(pod, injection.Patch);
            var egress = patched["metadata"].Texts("annotations")[InjectNames.EgressAnnotation];
            return egress == nameof(EgressMode.Redirected)
                ? new PodView(patched).HeldContainers.All(held => IsHeld(held.Container))
                : egress.StartsWith("Cooperative: ", StringComparison.Ordinal) && !new PodView(pod).HeldContainers.All(held => MayBeHeld(held.Container));
        }).Check(Many);

    [Fact]
    public void Run_Refuse_RefusesWhatLowerLowers() =>
        Prop.ForAll(Pods, pod =>
        {
            var lowered = Run(pod, WhenUnenforceable.Lower);
            var held = lowered.Outcome == InjectionOutcome.Injected
                && JsonPatchApplier.Apply(pod, lowered.Patch)["metadata"].Texts("annotations")[InjectNames.EgressAnnotation] == nameof(EgressMode.Redirected);
            return (Run(pod, WhenUnenforceable.Refuse).Outcome == InjectionOutcome.Denied) == !held;
        }).Check(Many);

    [Fact]
    public void Run_Twice_IsTheSameAsOnce() =>
        Prop.ForAll(Pods, pod =>
        {
            var native = IsNative(pod);
            var first = Run(pod, WhenUnenforceable.Lower, native);
            return first.Outcome != InjectionOutcome.Injected || Run(ServerDefaults.Fill(JsonPatchApplier.Apply(pod, first.Patch)), WhenUnenforceable.Lower, native).Patch.Count == 0;
        }).Check(Many);

    [Fact]
    public void Run_AnyPod_KeepsWhatTheAuthorSaidOfSecurity() =>
        Prop.ForAll(Pods, pod =>
        {
            var patched = JsonPatchApplier.Apply(pod, Run(pod, WhenUnenforceable.Lower).Patch);
            return Contexts(pod).All(context => Keeps(Contexts(patched).Single(other => other.Name == context.Name).Context, context.Context));
        }).Check(Many);

    /// <summary>Half of the pods in each form.</summary>
    static bool IsNative(JsonObject pod) => pod["spec"]!["containers"]!.AsArray().Count % 2 == 0;

    static Injection Run(JsonObject pod, WhenUnenforceable when) => Run(pod, when, IsNative(pod));

    static Injection Run(JsonObject pod, WhenUnenforceable when, bool native) =>
        PodInjector.Run(Given.Request(pod), Given.Options() with { NativeSidecar = native }, (_, _) => new() { Mode = EgressMode.Redirected, WhenUnenforceable = when });

    static bool IsHeld(JsonObject container) =>
        MayBeHeld(container) && Capability.Kept(container).IsEmpty && container["securityContext"]!["allowPrivilegeEscalation"]!.GetValue<bool>() == false;

    /// <summary>Said anew, in the crudest way, so that it is no copy of what is tested.</summary>
    static bool MayBeHeld(JsonObject container)
    {
        var context = container["securityContext"]?.ToJsonString() ?? "";
        var added = (container["securityContext"]?["capabilities"]?["add"]?.ToJsonString() ?? "").ToUpperInvariant();
        return !context.Contains("\"allowPrivilegeEscalation\":true", StringComparison.Ordinal) && !context.Contains("Unmasked", StringComparison.Ordinal)
            && !new[] { "SETUID", "SETGID", "NET_RAW", "NET_ADMIN" }.Any(name => added.Contains(name, StringComparison.Ordinal));
    }

    static bool Keeps(JsonNode? now, JsonNode? before) => (now, before) switch
    {
        (_, null) => true,
        (JsonObject left, JsonObject right) => right.All(pair => Keeps(left[pair.Key], pair.Value)),
        (JsonArray left, JsonArray right) => right.All(item => left.Any(other => JsonNode.DeepEquals(item, other))),
        _ => JsonNode.DeepEquals(now, before),
    };

    static IEnumerable<(string Name, JsonNode? Context)> Contexts(JsonObject pod) =>
        new PodView(pod).HeldContainers.Select(held => (held.Container.Text("name")!, held.Container["securityContext"]));

    static Arbitrary<JsonObject> Pods { get; } =
    (
        from containers in Gen.NonEmptyListOf(Context)
        from initContainers in Gen.ListOf(Context)
        select Given.Pod(pod =>
        {
            pod["spec"]!["containers"] = Containers("c", containers);
            if (initContainers.Any()) pod["spec"]!["initContainers"] = Containers("i", initContainers);
        })
    ).ToArbitrary();

    static Gen<string?> Context =>
        from written in Gen.Frequency((1, Gen.Constant(false)), (4, Gen.Constant(true)))
        from escalation in Gen.Frequency((4, Gen.Constant("")), (4, Gen.Constant("\"allowPrivilegeEscalation\":false")), (1, Gen.Constant("\"allowPrivilegeEscalation\":true")), (1, Gen.Constant("\"allowPrivilegeEscalation\":null")))
        from added in Gen.Frequency((6, Gen.Constant("")), (3, Gen.Constant("\"add\":[\"NET_BIND_SERVICE\",\"CHOWN\"]")), (1, Gen.Elements("\"add\":[\"NET_RAW\"]", "\"add\":[\"cap_setuid\"]", "\"add\":null", "\"add\":[\"SYS_ADMIN\"]")))
        from dropped in Gen.Elements("", "\"drop\":[]", "\"drop\":null", "\"drop\":[\"ALL\"]", "\"drop\":[\"all\"]", "\"drop\":[\"CAP_ALL\"]", "\"drop\":[\"SETUID\",\"net_raw\"]", "\"drop\":[\"CAP_SETUID\",\"MKNOD\"]", "\"drop\":[\"NET_ADMIN\",\"SETGID\",\"SETUID\",\"NET_RAW\"]")
        from other in Gen.Elements("", "\"runAsUser\":1000", "\"readOnlyRootFilesystem\":true", "\"procMount\":\"Default\"")
        from capabilities in Gen.Elements("\"capabilities\":{" + Join(added, dropped) + "}", added.Length + dropped.Length == 0 ? "\"capabilities\":null" : "\"capabilities\":{" + Join(added, dropped) + "}")
        select written ? "{" + Join(escalation, capabilities, other) + "}" : null;

    static string Join(params string[] parts) => string.Join(',', parts.Where(part => part.Length > 0));

    static JsonArray Containers(string kind, IEnumerable<string?> contexts) =>
        [.. contexts.Take(4).Index().Select(pair =>
        {
            var container = new JsonObject { ["name"] = $"{kind}{pair.Index}", ["image"] = "own:1" };
            if (pair.Item is { } context) container["securityContext"] = JsonNode.Parse(context);
            return (JsonNode)container;
        })];
}
