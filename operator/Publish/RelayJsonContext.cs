using System.Text.Json.Serialization;

namespace AiGateway.Operator.Publish;

/// <summary>The lines between replicas: lenient, because two versions meet in a rollout.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(RelayLine))]
internal sealed partial class RelayJsonContext : JsonSerializerContext;
