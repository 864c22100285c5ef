using System.Text.Json.Serialization;
using AiGateway.Sdk.Tests.Matrix;
using AiGateway.Sdk.Tests.Mcp;

namespace AiGateway.Sdk.Tests.Line;

/// <summary>The line that a scenario prints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NodeResult))]
[JsonSerializable(typeof(MatrixCell))]
[JsonSerializable(typeof(ToolCell))]
[JsonSerializable(typeof(ToolLeg[]))]
[JsonSerializable(typeof(GuardedSight))]
internal sealed partial class NodeJsonContext : JsonSerializerContext;
