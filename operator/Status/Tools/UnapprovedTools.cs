namespace AiGateway.Operator.Status.Tools;

/// <summary>How many definitions of a server, its instructions among them, nobody approved.</summary>
internal sealed record UnapprovedTools(string Namespace, string Server, int Count);
