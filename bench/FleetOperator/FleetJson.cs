using System.Text.Json.Serialization;

namespace AiGateway.FleetOperator;

/// <summary>The result as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FleetResult))]
internal sealed partial class FleetJson : JsonSerializerContext;
