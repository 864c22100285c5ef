using System.Text.Json.Serialization;

namespace AiGateway.RegistryBench;

/// <summary>The result as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RegistryResult))]
internal sealed partial class RegistryJson : JsonSerializerContext;
