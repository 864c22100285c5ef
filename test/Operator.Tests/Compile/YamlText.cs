using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace AiGateway.Operator.Tests.Compile;

/// <summary>YAML documents as JSON, as kubectl reads them: a plain scalar may be a number, a boolean or null; a quoted one is text.</summary>
internal static partial class YamlText
{
    public static IEnumerable<JsonObject> Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return [.. stream.Documents.Select(document => Convert(document.RootNode)).OfType<JsonObject>()];
    }

    private static JsonNode? Convert(YamlNode node) => node switch
    {
        YamlMappingNode map => new JsonObject(map.Children.Select(pair => KeyValuePair.Create(((YamlScalarNode)pair.Key).Value!, Convert(pair.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Convert)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? ""),
        YamlScalarNode scalar => JsonValue.Create(scalar.Value),
        _ => throw new InvalidOperationException($"unexpected YAML node {node.NodeType}"),
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" => null,
        "true" => JsonValue.Create(true),
        "false" => JsonValue.Create(false),
        _ => Number().IsMatch(text) ? JsonValue.Create(long.Parse(text, System.Globalization.CultureInfo.InvariantCulture)) : JsonValue.Create(text),
    };

    [GeneratedRegex("^-?[0-9]{1,18}$", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
