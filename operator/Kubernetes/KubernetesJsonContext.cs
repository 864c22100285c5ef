using System.Text.Json.Serialization;

namespace AiGateway.Operator.Kubernetes;

/// <summary>The kinds of Kubernetes itself. Lenient: what this operator does not act on is skipped.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Pod))]
[JsonSerializable(typeof(Namespace))]
[JsonSerializable(typeof(Secret))]
[JsonSerializable(typeof(ConfigMap))]
[JsonSerializable(typeof(Lease))]
[JsonSerializable(typeof(TokenReview))]
[JsonSerializable(typeof(SubjectAccessReview))]
[JsonSerializable(typeof(KubeEvent))]
[JsonSerializable(typeof(WebhookConfiguration))]
[JsonSerializable(typeof(NetworkPolicy))]
[JsonSerializable(typeof(ServerVersion))]
[JsonSerializable(typeof(ApiStatus))]
internal sealed partial class KubernetesJsonContext : JsonSerializerContext;
