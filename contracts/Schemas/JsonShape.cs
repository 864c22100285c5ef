using System.Text.Json;

namespace AiGateway.Contracts.Schemas;

/// <summary>
/// A schema in a subset of JSON Schema 2020-12, read once and asked often. A keyword that is not in <see cref="ShapeKeywords"/> is an error, because one that is passed over would be a
/// bound that does not hold. References lead to <c>#</c> and <c>#/$defs/...</c> alone.
/// </summary>
public sealed class JsonShape
{
    /// <summary>The longest schema, in characters.</summary>
    public const int MaxText = 64 * 1024;

    /// <summary>How deep schemas and what they are asked about may be.</summary>
    public const int MaxDepth = 32;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = MaxDepth };
    private readonly ShapeNode _root;

    private JsonShape(ShapeNode root) => _root = root;

    /// <summary>Reads a schema; where there is none, the problem says what is wrong and where, in words that follow the field's name.</summary>
    public static bool TryParse(string? text, out JsonShape shape, out string problem)
    {
        (shape, problem) = (null!, "");
        if (string.IsNullOrWhiteSpace(text)) problem = "must not be empty";
        else if (text.Length > MaxText) problem = $"must not be longer than {MaxText} characters";
        else if (Read(text, out var root) is { } wrong) problem = wrong;
        else shape = new(root!);
        return shape is not null;
    }

    /// <summary>Whether the text is JSON of this shape: JSON at all, then as the schema has it. Repeated names are no JSON here.</summary>
    public ShapeVerdict Check(ReadOnlyMemory<char> text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, s_options with { AllowDuplicateProperties = false });
            return new ShapeWalk().Check(_root, document.RootElement) ? ShapeVerdict.Fits : ShapeVerdict.Differs;
        }
        catch (JsonException)
        {
            return ShapeVerdict.NotJson;
        }
    }

    private static string? Read(string text, out ShapeNode? root)
    {
        root = null;
        try
        {
            using var document = JsonDocument.Parse(text, s_options with { AllowDuplicateProperties = false });
            var reader = new ShapeReader(document.RootElement);
            root = reader.Read();
            return reader.Problem;
        }
        catch (JsonException broken)
        {
            return $"must be JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine})";
        }
    }
}
