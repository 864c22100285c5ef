using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>What the operator found about the account.</summary>
public sealed record ProviderCredentialStatus : CommonStatus
{
    /// <summary>How many ModelRoutes name this credential.</summary>
    [Schema(Minimum = 0)]
    public int UsedBy { get; init; }

    /// <summary>The resourceVersion of the Secret in use; changes when the key is rotated. Absent where no Secret is usable.</summary>
    [Schema(MaxLength = 64)]
    public string? SecretResourceVersion { get; init; }
}
