using System.Text.Json.Nodes;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>What an API server writes into a patched pod before it calls the webhook again: the defaults of v1, as far as they reach what was injected.</summary>
internal static class ServerDefaults
{
    public static JsonObject Fill(JsonObject pod)
    {
        var filled = pod.DeepClone().AsObject();
        var spec = filled["spec"]!.AsObject();
        foreach (var list in new[] { "containers", "initContainers" })
        {
            foreach (var container in spec[list]?.AsArray() ?? []) FillContainer(container!.AsObject());
        }

        foreach (var volume in spec["volumes"]?.AsArray() ?? [])
        {
            foreach (var kind in new[] { "projected", "configMap", "secret" })
            {
                if (volume![kind] is JsonObject source) source.TryAdd("defaultMode", 420);
            }
        }

        return filled;
    }

    static void FillContainer(JsonObject container)
    {
        container.TryAdd("terminationMessagePath", "/dev/termination-log");
        container.TryAdd("terminationMessagePolicy", "File");
        container.TryAdd("imagePullPolicy", "IfNotPresent");
        container.TryAdd("resources", new JsonObject());
        foreach (var name in new[] { "readinessProbe", "livenessProbe", "startupProbe" })
        {
            if (container[name] is JsonObject probe) probe.TryAdd("successThreshold", 1);
        }
    }
}
