using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.CrdGenerator;

/// <summary>
/// C# types -> OpenAPI v3 schemas as CRDs know them. It refuses what would be unbounded or undocumented: a schema is a promise to users, and
/// rules (CEL) are only affordable over bounded data.
/// </summary>
internal sealed class SchemaBuilder(XmlDocs docs, bool withRules)
{
    public JsonObject OfKind(Type kind)
    {
        var (spec, status) = (kind.GetProperty("Spec")!, kind.GetProperty("Status")!);
        return new()
        {
            ["description"] = docs.Of(kind),
            ["properties"] = new JsonObject
            {
                ["apiVersion"] = Text("The version of the schema."),
                ["kind"] = Text("The kind of the object."),
                ["metadata"] = new JsonObject { ["type"] = "object" },
                ["spec"] = OfProperty(spec),
                ["status"] = OfProperty(status),
            },
            ["required"] = new JsonArray("spec"),
            ["type"] = "object",
        };
    }

    private JsonObject OfProperty(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var bounds = property.GetCustomAttribute<SchemaAttribute>();
        var schema = new JsonObject { ["description"] = docs.Of(property) };
        if (type == typeof(string)) Bounds.AddText(schema, Require(bounds, property));
        else if (type == typeof(bool)) schema["type"] = "boolean";
        else if (type == typeof(int) || type == typeof(long)) Bounds.AddNumber(schema, Require(bounds, property), type);
        else if (type == typeof(DateTimeOffset)) Bounds.AddTime(schema);
        else if (type == typeof(JsonElement)) Bounds.AddFreeForm(schema, Require(bounds, property));
        else if (type.IsEnum) Bounds.AddNames(schema, EnumNames.Of(type));
        else if (IsList(type)) AddList(schema, Require(bounds, property), type.GetGenericArguments()[0]);
        else Merge(schema, OfObject(type));
        return schema;
    }

    private JsonObject OfObject(Type type)
    {
        if (KnownSchemas.Find(type) is { } known) return known;
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(NameOf, StringComparer.Ordinal).ToList();
        var schema = new JsonObject { ["properties"] = new JsonObject(properties.Select(one => KeyValuePair.Create(NameOf(one), (JsonNode?)OfProperty(one)))) };
        var required = properties.Where(property => property.IsDefined(typeof(RequiredMemberAttribute))).Select(property => (JsonNode)NameOf(property)).ToArray();
        if (required.Length > 0) schema["required"] = new JsonArray(required);
        schema["type"] = "object";
        var rules = type.GetCustomAttributes<CelRuleAttribute>().Select(rule => (JsonNode)new JsonObject { ["message"] = rule.Message, ["rule"] = rule.Rule }).ToArray();
        if (withRules && rules.Length > 0) schema["x-kubernetes-validations"] = new JsonArray(rules);
        return schema;
    }

    private void AddList(JsonObject schema, SchemaAttribute bounds, Type item)
    {
        var items = new JsonObject();
        if (item == typeof(string)) Bounds.AddText(items, bounds);
        else if (item == typeof(int)) Bounds.AddNumber(items, bounds, item);
        else if (item.IsEnum) Bounds.AddNames(items, EnumNames.Of(item));
        else Merge(items, DescribedObject(item));
        schema["items"] = items;
        Bounds.AddList(schema, bounds);
    }

    private JsonObject DescribedObject(Type type)
    {
        var schema = new JsonObject { ["description"] = type == typeof(Condition) ? "One condition." : docs.Of(type) };
        Merge(schema, OfObject(type));
        return schema;
    }

    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from) into[name] = value?.DeepClone();
    }

    private static SchemaAttribute Require(SchemaAttribute? bounds, PropertyInfo property) =>
        bounds ?? throw new SchemaException($"{property.DeclaringType!.Name}.{property.Name} has no bounds: add [Schema]");

    private static bool IsList(Type type) => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>);

    private static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };
}
