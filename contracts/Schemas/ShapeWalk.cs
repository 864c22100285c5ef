using System.Text.Json;

namespace AiGateway.Contracts.Schemas;

/// <summary>One value against one schema. Bounded: references that lead in circles without reading on, and alternatives that multiply, count as a value that does not fit.</summary>
internal sealed class ShapeWalk
{
    private const int MaxSteps = 1_000_000;
    private const int MaxReferences = 64;
    private int _steps;
    private int _depth;
    private bool _gaveUp;

    /// <summary>Whether the value is of the shape, as far as that could be found out within the bounds.</summary>
    public bool Check(ShapeNode root, JsonElement value) => Fits(root, value) && !_gaveUp;

    private bool Fits(ShapeNode node, JsonElement value)
    {
        _gaveUp |= ++_steps > MaxSteps || _depth > MaxReferences;
        if (node.FitsNothing || _gaveUp) return false;
        _depth++;
        var fits = FitsKind(node, value) && FitsOthers(node, value) && value.ValueKind switch
        {
            JsonValueKind.Object => FitsObject(node, value),
            JsonValueKind.Array => FitsArray(node, value),
            JsonValueKind.String => FitsString(node, value.GetString()!),
            JsonValueKind.Number => FitsNumber(node, value),
            _ => true,
        };
        _depth--;
        return fits;
    }

    private static bool FitsKind(ShapeNode node, JsonElement value)
    {
        if (node.Types is { } types && !types.Any(type => Is(value, type))) return false;
        return node.OneOfValues is not { } values || values.Any(one => JsonElement.DeepEquals(one, value));
    }

    private bool FitsOthers(ShapeNode node, JsonElement value)
    {
        if (node.Reference is not null && !Fits(node.Reference, value)) return false;
        if (node.Not is not null && Fits(node.Not, value)) return false;
        if (!node.AllOf.All(one => Fits(one, value))) return false;
        if (!node.AnyOf.IsEmpty && !node.AnyOf.Any(one => Fits(one, value))) return false;
        return node.OneOf.IsEmpty || node.OneOf.Count(one => Fits(one, value)) == 1;
    }

    private bool FitsObject(ShapeNode node, JsonElement value)
    {
        var count = 0L;
        foreach (var member in value.EnumerateObject())
        {
            count++;
            if ((node.Properties.TryGetValue(member.Name, out var named) ? named : node.Additional) is { } shape && !Fits(shape, member.Value)) return false;
        }

        return count >= node.Members.Least && count <= node.Members.Most && node.Required.All(name => value.TryGetProperty(name, out _));
    }

    private bool FitsArray(ShapeNode node, JsonElement value)
    {
        var count = value.GetArrayLength();
        return count >= node.Elements.Least && count <= node.Elements.Most && (node.Items is null || value.EnumerateArray().All(one => Fits(node.Items, one)));
    }

    private static bool FitsString(ShapeNode node, string value)
    {
        if (node.Characters == (0, long.MaxValue)) return true;
        var count = value.Length - value.Where((one, index) => index > 0 && char.IsSurrogatePair(value[index - 1], one)).Count();
        return count >= node.Characters.Least && count <= node.Characters.Most;
    }

    /// <summary>A number that is no decimal has no bounds that could be kept: where there are any, it does not fit.</summary>
    private static bool FitsNumber(ShapeNode node, JsonElement value)
    {
        if (node is { Minimum: null, Maximum: null, Above: null, Below: null }) return true;
        return value.TryGetDecimal(out var number) && !(number < node.Minimum) && !(number > node.Maximum) && !(number <= node.Above) && !(number >= node.Below);
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        _ => value.ValueKind == JsonValueKind.Number && (!value.TryGetDecimal(out var number) ? !value.GetRawText().AsSpan().ContainsAny('.', 'e', 'E') : decimal.IsInteger(number)),
    };
}
