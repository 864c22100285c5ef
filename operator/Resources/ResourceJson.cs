using System.Text.Json;
using System.Text.Json.Serialization;
using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Resources.Agents;
using AiGateway.Operator.Resources.Approvals;
using AiGateway.Operator.Resources.Guardrails;
using AiGateway.Operator.Resources.Limits;

namespace AiGateway.Operator.Resources;

/// <summary>
/// Our kinds as JSON. It skips unknown members, because a newer API server may send them; who must refuse them reads by
/// <see cref="ResourceReader.ReadStrict"/>.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    AllowDuplicateProperties = false,
    MaxDepth = 32)]
[JsonSerializable(typeof(ProviderCredential))]
[JsonSerializable(typeof(ModelRoute))]
[JsonSerializable(typeof(AgentPolicy))]
[JsonSerializable(typeof(McpServer))]
[JsonSerializable(typeof(Guardrail))]
[JsonSerializable(typeof(Budget))]
[JsonSerializable(typeof(Agent))]
[JsonSerializable(typeof(ApprovalRequest))]
[JsonSerializable(typeof(CommonStatus))]
[JsonSerializable(typeof(AgentPolicyStatus))]
[JsonSerializable(typeof(ProviderCredentialStatus))]
[JsonSerializable(typeof(McpServerStatus))]
[JsonSerializable(typeof(GuardrailStatus))]
[JsonSerializable(typeof(BudgetStatus))]
[JsonSerializable(typeof(AgentStatus))]
[JsonSerializable(typeof(ApprovalRequestStatus))]
[JsonSerializable(typeof(ObjectMeta))]
[JsonSerializable(typeof(LabelSelector))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class ResourceJson : JsonSerializerContext;
