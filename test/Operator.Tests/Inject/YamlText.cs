using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiGateway.Operator.Tests.Inject;

/// <summary>YAML to raw JSON and back, for cases that people read. It writes what it can read again, nothing more.</summary>
internal static class YamlText
{
    public static JsonNode? Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(text));
        return Read(stream.Documents[0].RootNode);
    }

    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(text, node, 0);
        return text.ToString();
    }

    static JsonNode? Read(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(pair.Key.ToString(), Read(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Read)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Scalar(scalar.Value ?? ""),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException(node.NodeType.ToString()),
    };

    static JsonNode? Scalar(string value) => value switch
    {
        "" or "null" => null,
        "true" => true,
        "false" => false,
        _ when long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
        _ => value,
    };

    static void Write(StringBuilder text, JsonNode? node, int indent)
    {
        if (node is JsonObject map)
        {
            foreach (var (name, value) in map) Entry(text, new string(' ', indent) + Plain(name) + ":", value, indent + 2);
        }
        else
        {
            foreach (var item in node!.AsArray()) Entry(text, new string(' ', indent) + "-", item, indent + 2);
        }
    }

    static void Entry(StringBuilder text, string start, JsonNode? value, int indent)
    {
        if (value is not JsonObject { Count: > 0 } and not JsonArray { Count: > 0 })
        {
            text.Append(start).Append(' ').Append(Inline(value)).Append('\n');
            return;
        }

        if (!start.EndsWith('-'))
        {
            text.Append(start).Append('\n');
            Write(text, value, indent);
            return;
        }

        var inner = new StringBuilder();
        Write(inner, value, indent);
        text.Append(start).Append(' ').Append(inner.ToString().AsSpan(indent));
    }

    static string Inline(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject => "{}",
        JsonArray => "[]",
        JsonValue scalar when scalar.TryGetValue<string>(out var text) => Plain(text),
        _ => value.ToJsonString(),
    };

    static string Plain(string text)
    {
        var plain = text.Length > 0 && Scalar(text) is JsonValue scalar && scalar.TryGetValue<string>(out _)
            && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./".Contains(letter, StringComparison.Ordinal)) && text[0] is not '-' and not '.';
        return plain ? text : "\"" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal) + "\"";
    }
}
