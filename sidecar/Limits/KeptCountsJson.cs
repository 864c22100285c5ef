using System.Text.Json.Serialization;

namespace AiGateway.Sidecar.Limits;

/// <summary>Counts as they are written down.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(KeptCount[]))]
internal sealed partial class KeptCountsJson : JsonSerializerContext;
