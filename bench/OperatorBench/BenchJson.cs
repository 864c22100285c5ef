using System.Text.Json.Serialization;
using AiGateway.OperatorBench.Registry;

namespace AiGateway.OperatorBench;

/// <summary>The results as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegistryResult))]
internal sealed partial class BenchJson : JsonSerializerContext;
