using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace AiGateway.Operator.Resources;

/// <summary>JSON as YAML in one form: block style, members in their order, text in double quotes unless it is plainly plain.</summary>
internal static partial class YamlWriter
{
    private static readonly HashSet<string> Words = new(["true", "false", "null", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    public static string Write(JsonObject root)
    {
        var text = new StringBuilder();
        WriteMembers(text, root, "");
        return text.ToString();
    }

    private static void WriteMembers(StringBuilder text, JsonObject map, string indent)
    {
        foreach (var (name, value) in map)
        {
            text.Append(indent).Append(Plain(name)).Append(':');
            WriteValue(text, value, indent);
        }
    }

    private static void WriteValue(StringBuilder text, JsonNode? value, string indent)
    {
        switch (value)
        {
            case JsonObject { Count: > 0 } map:
                text.Append('\n');
                WriteMembers(text, map, indent + "  ");
                break;
            case JsonArray { Count: > 0 } list:
                text.Append('\n');
                foreach (var item in list) WriteItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void WriteItem(StringBuilder text, JsonNode? item, string indent)
    {
        if (item is not JsonObject { Count: > 0 } map)
        {
            text.Append(indent).Append("- ").Append(Scalar(item)).Append('\n');
            return;
        }

        var block = new StringBuilder();
        WriteMembers(block, map, indent + "  ");
        block[indent.Length] = '-';
        text.Append(block);
    }

    private static string Scalar(JsonNode? value) =>
        value?.GetValueKind() == JsonValueKind.String ? Plain(value.GetValue<string>()) : value?.ToJsonString() ?? "null";

    private static string Plain(string text) =>
        PlainText().IsMatch(text) && !Words.Contains(text) ? text : $"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"";

    [GeneratedRegex("^[A-Za-z]([A-Za-z0-9 ._/-]*[A-Za-z0-9._/])?$", RegexOptions.NonBacktracking)]
    private static partial Regex PlainText();
}
