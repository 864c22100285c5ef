using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace AiGateway.Contracts.Schemas;

/// <summary>Reads one schema document; the first thing that is wrong is told, with its place.</summary>
internal sealed class ShapeReader(JsonElement document)
{
    private const string Definitions = "#/$defs/";
    private static readonly string[] s_types = ["null", "boolean", "object", "array", "number", "string", "integer"];
    private readonly Dictionary<string, ShapeNode> _definitions = new(StringComparer.Ordinal);
    private readonly List<(ShapeNode Node, string Target, string At)> _references = [];

    /// <summary>In words that follow the field's name; null where all is well.</summary>
    public string? Problem { get; private set; }

    public ShapeNode Read()
    {
        var root = Read(document, "#");
        if (document.ValueKind == JsonValueKind.Object && document.TryGetProperty("$defs", out var definitions) && IsObject(definitions, "#/$defs"))
        {
            foreach (var member in definitions.EnumerateObject()) _definitions.Add(Definitions + member.Name, Read(member.Value, Definitions + member.Name));
        }

        foreach (var (node, target, at) in _references)
        {
            if (target == "#") node.Reference = root;
            else if (_definitions.TryGetValue(target, out var defined)) node.Reference = defined;
            else Fail(at, "names a schema that is not in $defs of the root");
        }

        return root;
    }

    private ShapeNode Read(JsonElement schema, string at)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False) return new() { FitsNothing = schema.ValueKind == JsonValueKind.False };
        var node = new ShapeNode();
        if (!IsObject(schema, at)) return node;
        foreach (var member in schema.EnumerateObject())
        {
            if (Problem is not null) return node;
            var place = $"{at}/{member.Name}";
            if (member.Name == "$defs" && at != "#") Fail(place, "must stand in the root");
            else if (ShapeKeywords.Bounds.Contains(member.Name)) Read(node, member, place);
            else if (!ShapeKeywords.Notes.Contains(member.Name)) Fail(place, "is not a keyword of the subset that is read");
        }

        return node;
    }

    private void Read(ShapeNode node, JsonProperty member, string at)
    {
        var value = member.Value;
        switch (member.Name)
        {
            case "type":
                node.Types = ReadTypes(value, at);
                break;
            case "enum" or "const":
                node.OneOfValues = member.Name == "const" ? [value.Clone()] : [.. ArrayOf(value, at).Select(one => one.Clone())];
                break;
            case "properties":
                if (IsObject(value, at)) node.Properties = value.EnumerateObject().ToFrozenDictionary(one => one.Name, one => Read(one.Value, $"{at}/{one.Name}"), StringComparer.Ordinal);
                break;
            case "required":
                node.Required = [.. ArrayOf(value, at).Select(one => StringOf(one, at))];
                break;
            case "$ref":
                _references.Add((node, StringOf(value, at), at));
                break;
            default:
                if (!ReadSchemas(node, member, at) && !ReadCounts(node, member, at)) ReadNumbers(node, member, at);
                break;
        }
    }

    private bool ReadSchemas(ShapeNode node, JsonProperty member, string at)
    {
        switch (member.Name)
        {
            case "additionalProperties":
                node.Additional = Read(member.Value, at);
                return true;
            case "items":
                node.Items = Read(member.Value, at);
                return true;
            case "not":
                node.Not = Read(member.Value, at);
                return true;
            case "anyOf":
                node.AnyOf = ReadAll(member.Value, at);
                return true;
            case "allOf":
                node.AllOf = ReadAll(member.Value, at);
                return true;
            case "oneOf":
                node.OneOf = ReadAll(member.Value, at);
                return true;
            default:
                return false;
        }
    }

    private bool ReadCounts(ShapeNode node, JsonProperty member, string at)
    {
        switch (member.Name)
        {
            case "minProperties":
                node.Members = (CountOf(member.Value, at), node.Members.Most);
                return true;
            case "maxProperties":
                node.Members = (node.Members.Least, CountOf(member.Value, at));
                return true;
            case "minItems":
                node.Elements = (CountOf(member.Value, at), node.Elements.Most);
                return true;
            case "maxItems":
                node.Elements = (node.Elements.Least, CountOf(member.Value, at));
                return true;
            case "minLength":
                node.Characters = (CountOf(member.Value, at), node.Characters.Most);
                return true;
            case "maxLength":
                node.Characters = (node.Characters.Least, CountOf(member.Value, at));
                return true;
            default:
                return false;
        }
    }

    private void ReadNumbers(ShapeNode node, JsonProperty member, string at)
    {
        if (member.Value.ValueKind != JsonValueKind.Number || !member.Value.TryGetDecimal(out var number))
        {
            Fail(at, "must be a number");
            return;
        }

        if (member.Name == "minimum") node.Minimum = number;
        else if (member.Name == "maximum") node.Maximum = number;
        else if (member.Name == "exclusiveMinimum") node.Above = number;
        else node.Below = number;
    }

    private ImmutableArray<ShapeNode> ReadAll(JsonElement value, string at)
    {
        var all = ArrayOf(value, at).Select((one, index) => Read(one, $"{at}/{index}")).ToImmutableArray();
        if (all.IsEmpty) Fail(at, "must not be empty");
        return all;
    }

    private ImmutableArray<string> ReadTypes(JsonElement value, string at)
    {
        ImmutableArray<string> types = value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. ArrayOf(value, at).Select(one => StringOf(one, at))];
        if (types.Except(s_types).Any()) Fail(at, $"must be of {string.Join(", ", s_types)}");
        return types;
    }

    private JsonElement.ArrayEnumerator ArrayOf(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Array) return value.EnumerateArray();
        Fail(at, "must be an array");
        return default;
    }

    private string StringOf(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String) return value.GetString()!;
        Fail(at, "must be a string");
        return "";
    }

    private long CountOf(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var count) && count >= 0) return count;
        Fail(at, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from 0 to {long.MaxValue}"));
        return 0;
    }

    private bool IsObject(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.Object) return true;
        Fail(at, "must be an object or a boolean");
        return false;
    }

    private void Fail(string at, string what) => Problem ??= $"is no schema that can be checked: {(at.Length <= 200 ? at : at[..200])} {what}";
}
