using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>An account at a provider: where it is and which Secret holds its key. Agents never see the key; their sidecar puts it on.</summary>
[Kind("providercredentials", "pcred")]
[PrintColumn("Provider", "string", ".spec.provider", Description = "The provider.")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Used By", "integer", ".status.usedBy", Priority = 1, Description = "How many ModelRoutes name this credential.")]
[PrintColumn("Base URL", "string", ".spec.baseUrl", Priority = 1, Description = "Where the provider is, if it is not the default.")]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record ProviderCredential : CustomResource<ProviderCredentialSpec, ProviderCredentialStatus>;
