namespace AiGateway.Sidecar.Snapshots;

/// <summary>What a rule is about.</summary>
internal enum RuleSubject
{
    Model,
    HostedTool,
    Endpoint,
}
