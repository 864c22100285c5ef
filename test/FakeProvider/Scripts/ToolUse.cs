namespace AiGateway.Fakes.Scripts;

/// <summary>One call of a tool in an answer; the arguments are a JSON object.</summary>
internal sealed record ToolUse(string Id, string Name, string Arguments);
