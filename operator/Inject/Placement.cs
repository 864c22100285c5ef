using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>Puts our containers into a list of the pod's: first and in their order, after a mesh's that lead. What is there already is put right, what is there and should not be goes.</summary>
internal static class Placement
{
    public static void Write(PodView pod, PodPatch patch, string list, ImmutableArray<JsonObject> wanted)
    {
        if (pod.Spec.Child(list) is not JsonArray found)
        {
            if (!wanted.IsEmpty) patch.Add($"/spec/{list}", new JsonArray([.. wanted]));
            return;
        }

        var ours = found.Index().Where(pair => PodView.IsOurs(pair.Item)).ToArray();
        if (!ours.Select(pair => pair.Item.Text("name")).SequenceEqual(wanted.Select(container => container.Text("name"))) || (list == "initContainers" && IsLate(found, ours.Length)))
        {
            Move(patch, list, found, wanted);
            return;
        }

        foreach (var ((index, item), container) in ours.Zip(wanted))
        {
            if (!Sameness.Covers(item, container)) patch.Replace($"/spec/{list}/{index}", container);
        }
    }

    /// <summary>Whether a container that is neither ours nor a mesh's comes before one of ours. Among those that all run at once the order is but their start.</summary>
    static bool IsLate(JsonArray found, int ours) => found.Where(container => !Mesh.Has(container)).Take(ours).Any(container => !PodView.IsOurs(container));

    static void Move(PodPatch patch, string list, JsonArray found, ImmutableArray<JsonObject> wanted)
    {
        foreach (var (index, _) in found.Index().Where(pair => PodView.IsOurs(pair.Item)).Reverse()) patch.Remove($"/spec/{list}/{index}");

        var place = found.Where(container => !PodView.IsOurs(container)).TakeWhile(Mesh.Has).Count();
        foreach (var container in wanted) patch.Add($"/spec/{list}/{place++}", container);
    }
}
