using System.Reflection;
using System.Text.Json.Serialization;

namespace AiGateway.Operator.Resources.Schema;

/// <summary>The words of an enumeration, as JSON has them.</summary>
public static class EnumNames
{
    /// <summary>In the order of their values.</summary>
    public static string[] Of(Type type) =>
        [.. Enum.GetNames(type).Select(name => type.GetField(name)!.GetCustomAttribute<JsonStringEnumMemberNameAttribute>()?.Name ?? name)];
}
