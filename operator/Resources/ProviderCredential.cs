namespace AiGateway.Operator.Resources;

/// <summary>An account at a provider: where it is and which Secret holds its key. Agents never see the key; their sidecar puts it on.</summary>
public sealed record ProviderCredential : CustomResource<ProviderCredentialSpec>;
