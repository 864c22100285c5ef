using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>What Azure OpenAI wants to know beside the account.</summary>
public sealed record AzureSettings
{
    /// <summary>The api-version, as 2024-10-21: deployments are then called at their own paths. Without it, Azure's v1 paths are called.</summary>
    [Schema(MinLength = 1, MaxLength = 64, Pattern = Patterns.ApiVersion)]
    public required string ApiVersion { get; init; }
}
