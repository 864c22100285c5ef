using System.Text.Json.Nodes;
using AiGateway.Fakes.Mcp.Protocol;
using AiGateway.Fakes.Mcp.Scripts;

namespace AiGateway.Fakes.Mcp.Admin;

/// <summary>Sets the members of a script that an edit names; one that it does not know is a mistake of the test's.</summary>
internal static class ScriptEdit
{
    public static JsonObject Apply(ServerScript script, JsonObject edit)
    {
        foreach (var (name, value) in edit) Set(script, name, value);
        return [];
    }

    private static void Set(ServerScript script, string name, JsonNode? value)
    {
        switch (name)
        {
            case "instructions": script.Instructions = value.Text(); break;
            case "laxHeaders": script.LaxHeaders = value.Flag() ?? false; break;
            case "asksUndeclared": script.AsksUndeclared = value.Flag() ?? false; break;
            case "streamsAnswers": script.StreamsAnswers = value.Flag() ?? false; break;
            case "pageSize": script.PageSize = (int)(value.Number() ?? 0); break;
            case "requiredHeader": script.RequiredHeader = ServerScript.ReadHeader(value.Text()); break;
            case "eras": script.Eras = Enum.Parse<Eras>(value.Text() ?? "Both", ignoreCase: true); break;
            default: throw new ArgumentException($"A script has no member {name}");
        }
    }
}
