namespace AiGateway.Sidecar.Calls;

/// <summary>One member of a tool call's arguments, without its value.</summary>
/// <param name="Name">Its name where the tool's own schema has it, else <c>?</c>: an agent may put anything into a name.</param>
/// <param name="Type">Its JSON type.</param>
/// <param name="Size">At most so many bytes of JSON, by steps of four; null for numbers and truths.</param>
internal readonly record struct McpArgument(string Name, string Type, string? Size);
