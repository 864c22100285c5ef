using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>The words of an enumeration, as JSON has them.</summary>
public static class EnumNames
{
    /// <summary>In the order of their values; asked of who writes them, because what is compiled ahead of time keeps no fields to look at.</summary>
    public static string[] Of(JsonTypeInfo type)
    {
        var plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        return [.. Enum.GetValuesAsUnderlyingType(plain).Cast<object>().Select(value => JsonSerializer.SerializeToElement(Enum.ToObject(plain, value), type).GetString()!)];
    }

    /// <summary>Of one that resources have.</summary>
    public static string[] Of(Type type) => Of(ResourceJson.Default.GetTypeInfo(type)!);
}
