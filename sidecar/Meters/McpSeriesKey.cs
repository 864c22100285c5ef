namespace AiGateway.Sidecar.Meters;

/// <summary>The labels of the messages to tool servers, each from a bounded set: a server that the bundle has, a method that the protocol has, a tool that a policy or a server's list has.</summary>
internal readonly record struct McpSeriesKey(string Server, string Method, string Tool, string Decision, string Reason);
