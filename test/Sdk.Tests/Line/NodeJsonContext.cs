using System.Text.Json.Serialization;
using AiGateway.Sdk.Tests.Matrix;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>The line that a scenario prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeResult))]
[JsonSerializable(typeof(MatrixCell))]
internal sealed partial class NodeJsonContext : JsonSerializerContext;
