using System.Text.Json.Serialization;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>The line that a scenario prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeResult))]
internal sealed partial class NodeJsonContext : JsonSerializerContext;
