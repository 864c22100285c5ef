using System.Text.Json.Serialization;

namespace AiGateway.Load;

/// <summary>The JSON of the results.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n",
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Row[]))]
internal sealed partial class RowJsonContext : JsonSerializerContext;
