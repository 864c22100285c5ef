using System.Text.Json.Nodes;

namespace AiGateway.Operator.Inject;

/// <summary>
/// What holds the other containers of a redirected pod to the redirect, where their author is silent: no capability of <see cref="Capability.PastTheRedirect"/>, and none to be had from a file
/// (allowPrivilegeEscalation, which is no_new_privs). With both, root in a container cannot become the sidecar's user. Where the author says otherwise, <see cref="RedirectChecks"/> speaks.
/// </summary>
internal static class Hardening
{
    public static void Write(PodView pod, PodPatch patch)
    {
        foreach (var (path, container) in pod.HeldContainers) Write(container, path + "/securityContext", patch);
    }

    static void Write(JsonObject container, string path, PodPatch patch)
    {
        var context = container.Child("securityContext");
        if (context is not JsonObject)
        {
            patch.Add(path, new JsonObject { ["allowPrivilegeEscalation"] = false, ["capabilities"] = new JsonObject { ["drop"] = Names([.. Capability.Kept(container)]) } });
            return;
        }

        if (context.Child("allowPrivilegeEscalation") is null) patch.Add(path + "/allowPrivilegeEscalation", false);
        Drop([.. Capability.Kept(container)], context.Child("capabilities"), path + "/capabilities", patch);
    }

    static void Drop(string[] names, JsonNode? capabilities, string path, PodPatch patch)
    {
        if (names.Length == 0) return;
        if (capabilities is not JsonObject) patch.Add(path, new JsonObject { ["drop"] = Names(names) });
        else if (capabilities.Child("drop") is not JsonArray) patch.Add(path + "/drop", Names(names));
        else Array.ForEach(names, name => patch.Add(path + "/drop/-", name));
    }

    static JsonArray Names(string[] names) => [.. names.Select(name => (JsonNode)name)];
}
