using System.Reflection;
using System.Text.Json.Nodes;
using AiGateway.Operator.Resources;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.CrdGenerator;

/// <summary>One kind -> its CustomResourceDefinition (apiextensions.k8s.io/v1).</summary>
internal static class CrdBuilder
{
    public static JsonObject Build(Type kind, SchemaBuilder schemas)
    {
        var names = kind.GetCustomAttribute<KindAttribute>() ?? throw new SchemaException($"{kind.Name} has no [Kind]");
        return new JsonObject
        {
            ["apiVersion"] = "apiextensions.k8s.io/v1",
            ["kind"] = "CustomResourceDefinition",
            ["metadata"] = new JsonObject { ["name"] = $"{names.Plural}.{Group.Name}" },
            ["spec"] = new JsonObject
            {
                ["group"] = Group.Name,
                ["names"] = new JsonObject
                {
                    ["categories"] = new JsonArray("aigateway"),
                    ["kind"] = kind.Name,
                    ["listKind"] = $"{kind.Name}List",
                    ["plural"] = names.Plural,
                    ["shortNames"] = new JsonArray(names.ShortName),
                    ["singular"] = kind.Name.ToLowerInvariant(),
                },
                ["scope"] = "Namespaced",
                ["versions"] = new JsonArray(Version(kind, schemas)),
            },
        };
    }

    private static JsonObject Version(Type kind, SchemaBuilder schemas) => new()
    {
        ["additionalPrinterColumns"] = new JsonArray([.. kind.GetCustomAttributes<PrintColumnAttribute>().Select(Column)]),
        ["name"] = Group.Version,
        ["schema"] = new JsonObject { ["openAPIV3Schema"] = schemas.OfKind(kind) },
        ["served"] = true,
        ["storage"] = true,
        ["subresources"] = new JsonObject { ["status"] = new JsonObject() },
    };

    private static JsonObject Column(PrintColumnAttribute column)
    {
        var written = new JsonObject { ["description"] = column.Description, ["jsonPath"] = column.JsonPath, ["name"] = column.Name };
        if (column.Priority != 0) written["priority"] = column.Priority;
        written["type"] = column.Type;
        return written;
    }
}
