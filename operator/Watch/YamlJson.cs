using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiGateway.Operator.Watch;

/// <summary>
/// YAML documents as JSON, by the core schema of YAML 1.2: plain true, false, null and numbers are those, everything else is text. Bounded in size, depth
/// and nodes, since aliases can make a small file enormous. Knows no kinds.
/// </summary>
internal static class YamlJson
{
    private const int DeepestNode = 64;
    private const int MostNodes = 200_000;
    private const string Invalid = "is not valid YAML here";
    private const string TooMuch = "is nested too deep, or has too many values";

    /// <summary>Each document with the line that it starts on; empty documents are left out.</summary>
    /// <exception cref="ManifestException">It is not YAML, or beyond the bounds.</exception>
    public static List<(JsonElement Json, int Line)> Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            RefuseDepth(new Parser(new StringReader(text)));
            var yaml = new YamlStream();
            yaml.Load(parser);
            var left = MostNodes;
            var roots = yaml.Documents.Select(document => document.RootNode).Where(root => !IsNull(root));
            return [.. roots.Select(root => (Convert(root, ref left), (int)root.Start.Line))];
        }
        catch (YamlException e)
        {
            throw new ManifestException((int)e.Start.Line, Reason(e));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or NotSupportedException)
        {
            throw new ManifestException((int)(parser.Current?.End.Line ?? 1), Invalid); // Some bad input is an error of the parser's own.
        }
    }

    // Before anything walks the tree by recursion.
    private static void RefuseDepth(Parser parser)
    {
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > DeepestNode) throw new ManifestException((int)parser.Current.Start.Line, TooMuch);
        }
    }

    // The parser's messages tell of structure; those that quote what stood there are not repeated, as it may be a key.
    private static string Reason(YamlException e) =>
        e.Message.Contains("Duplicate key", StringComparison.OrdinalIgnoreCase)
            ? "a key stands twice in one mapping"
            : Invalid;

    private static JsonElement Convert(YamlNode root, ref int left)
    {
        using var memory = new MemoryStream();
        using (var json = new Utf8JsonWriter(memory)) Write(root, json, 0, ref left);
        return JsonDocument.Parse(memory.ToArray()).RootElement;
    }

    private static void Write(YamlNode node, Utf8JsonWriter json, int depth, ref int left)
    {
        if (depth > DeepestNode || --left < 0) throw new ManifestException((int)node.Start.Line, TooMuch);
        switch (node)
        {
            case YamlMappingNode mapping:
                json.WriteStartObject();
                foreach (var (key, value) in mapping.Children)
                {
                    if (key is not YamlScalarNode { Value: { } name }) throw new ManifestException((int)key.Start.Line, "a key must be a plain text");
                    json.WritePropertyName(name);
                    Write(value, json, depth + 1, ref left);
                }
                json.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                json.WriteStartArray();
                foreach (var item in sequence.Children) Write(item, json, depth + 1, ref left);
                json.WriteEndArray();
                break;
            case YamlScalarNode scalar:
                WriteScalar(scalar, json);
                break;
            default:
                throw new ManifestException((int)node.Start.Line, "is no mapping, list or value");
        }
    }

    private static void WriteScalar(YamlScalarNode scalar, Utf8JsonWriter json)
    {
        var text = scalar.Value ?? "";
        if (IsNull(scalar)) json.WriteNullValue();
        else if (scalar.Style is not ScalarStyle.Plain || scalar.Tag == "tag:yaml.org,2002:str") json.WriteStringValue(text);
        else if (text is "true" or "True" or "TRUE") json.WriteBooleanValue(true);
        else if (text is "false" or "False" or "FALSE") json.WriteBooleanValue(false);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) json.WriteNumberValue(whole);
        else if (IsNumber(text, out var number)) json.WriteNumberValue(number);
        else json.WriteStringValue(text);
    }

    // Not what the platform would also take: Infinity, NaN, 1_000. And not 1e999, which no JSON can carry.
    private static bool IsNumber(string text, out double number) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)
        && double.IsFinite(number)
        && text.All(c => char.IsAsciiDigit(c) || c is '.' or '-' or '+' or 'e' or 'E');

    private static bool IsNull(YamlNode node) =>
        node is YamlScalarNode { Style: ScalarStyle.Plain } scalar && scalar.Value is null or "" or "~" or "null" or "Null" or "NULL";
}
