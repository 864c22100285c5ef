using AiGateway.Operator.Kubernetes;
using AiGateway.Operator.Publish;

namespace AiGateway.Operator.Suggestions;

/// <summary>May they read this Agent? Who may, may know what it did.</summary>
internal delegate Task<bool> AgentReaders(TokenIdentity who, ObjectKey agent, CancellationToken cancellationToken);
