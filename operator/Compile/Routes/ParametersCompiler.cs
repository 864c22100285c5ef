using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using AiGateway.Contracts;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Compile.Routes;

/// <summary>
/// RouteParameters -> ParametersRule. A member that may not be touched costs itself alone, an object that is too large or too deep costs itself; whatever is left
/// out is told.
/// </summary>
internal static class ParametersCompiler
{
    private const int MaxBytes = 16 * 1024;
    private const int MaxDepth = 8;

    /// <param name="parameters">What the route, or a target of it, says.</param>
    /// <param name="field">Where that stands, as <c>spec.parameters</c>.</param>
    public static IEnumerable<Diagnostic> Check(RouteParameters? parameters, string field)
    {
        if (parameters is null) return [];
        if (IsEmpty(parameters)) return [Refuse(field, RuleMessages.ParametersEmpty)];
        var (defaults, overrides) = (NamesOf(parameters.Defaults), NamesOf(parameters.Overrides));
        ImmutableArray<string> removed = parameters.Remove ?? [];
        return
        [
            .. CheckObject(parameters.Defaults, $"{field}.defaults"),
            .. CheckObject(parameters.Overrides, $"{field}.overrides"),
            .. removed.Index().Where(name => !ParametersRule.MayRemove(name.Item)).Select(name => Refuse($"{field}.remove[{name.Index}]", Untouched(name.Item))),
            .. defaults.Intersect(overrides).Select(name => Refuse($"{field}.defaults", Repeated(name, "overrides"))),
            .. defaults.Union(overrides).Intersect(removed).Select(name => Refuse($"{field}.remove", Repeated(name, "defaults or overrides"))),
        ];
    }

    /// <summary>Null where nothing is left to set or to take away.</summary>
    public static ParametersRule? Assemble(RouteParameters? parameters)
    {
        if (parameters is null) return null;
        ImmutableArray<string> removed = [.. (parameters.Remove ?? []).Where(ParametersRule.MayRemove)];
        var rule = new ParametersRule { Defaults = Fit(parameters.Defaults), Overrides = Fit(parameters.Overrides), Remove = removed.IsEmpty ? null : removed };
        return rule.Defaults is null && rule.Overrides is null && rule.Remove is null ? null : rule;
    }

    private static bool IsEmpty(RouteParameters parameters) => parameters is { Defaults: null, Overrides: null, Remove: null };

    private static IEnumerable<Diagnostic> CheckObject(JsonElement? members, string field)
    {
        if (members is not { } given) return [];
        return FindInObject(given) is { } problem
            ? [Refuse(field, problem)]
            : given.EnumerateObject().Where(member => !ParametersRule.MaySet(member.Name, member.Value)).Select(member => Refuse($"{field}.{member.Name}", Untouched(member.Name)));
    }

    private static string? FindInObject(JsonElement given)
    {
        if (given.ValueKind != JsonValueKind.Object) return "this is no object: write the members to set";
        if (!given.EnumerateObject().Any()) return "this is empty: write the members to set, or remove it";
        if (JsonSerializer.SerializeToUtf8Bytes(given, ResourceJson.Default.JsonElement).Length > MaxBytes) return $"this is longer than {MaxBytes} bytes: set fewer or shorter members";
        return DepthOf(given) > MaxDepth ? $"this is nested deeper than {MaxDepth} levels: flatten it" : null;
    }

    private static int DepthOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(member => DepthOf(member.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(DepthOf).DefaultIfEmpty().Max(),
        _ => 0,
    };

    private static IEnumerable<string> NamesOf(JsonElement? members) =>
        members is { ValueKind: JsonValueKind.Object } given ? given.EnumerateObject().Select(member => member.Name) : [];

    private static JsonElement? Fit(JsonElement? members)
    {
        if (members is not { } given || FindInObject(given) is not null) return null;
        var fit = given.EnumerateObject().Where(member => ParametersRule.MaySet(member.Name, member.Value)).ToList();
        return fit.Count == 0 ? null : Write(fit);
    }

    private static JsonElement Write(List<JsonProperty> members)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes))
        {
            writer.WriteStartObject();
            foreach (var member in members) member.WriteTo(writer);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(bytes.WrittenMemory);
        return document.RootElement.Clone();
    }

    private static string Untouched(string name) => name switch
    {
        "store" => "store says what the provider keeps, and can be set to false alone: remove it here",
        _ when ParametersRule.MayRemove(name) => $"{name} asks for what policies allow or deny, so that the agent alone can set it: remove it here",
        _ => $"{name} decides where a call goes or what it says, and cannot be touched: remove it here",
    };

    private static string Repeated(string name, string where) => $"\"{name}\" stands in {where} too, so that one of them has no effect: remove one";

    private static Diagnostic Refuse(string field, string message) => Diagnostic.NotAccepted(Reasons.InvalidParameters, field, message);
}
