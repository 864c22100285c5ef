using System.Text.Json;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>Names what a reader does not know, so that nothing is dropped in silence.</summary>
internal static class UnknownMembers
{
    /// <summary>Adds the members of an object, each with its place, that are not among the known.</summary>
    /// <exception cref="UnfitFieldException">It is no object.</exception>
    public static void AddUnknown(this Conversation to, JsonElement element, string path, ReadOnlySpan<string> known)
    {
        foreach (var member in element.Members(path))
        {
            if (!member.Value.IsAbsent() && !known.Contains(member.Name)) to.Unknown.Add($"{path}.{member.Name}");
        }
    }
}
