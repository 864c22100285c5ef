using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>A tool server that agents may be allowed to call by MCP: where it is, how the sidecar authenticates there, and which of its tools are approved.</summary>
[Kind("mcpservers", "mcps")]
[PrintColumn("URL", "string", ".spec.url", Priority = 1, Description = "Where the server is.")]
[PrintColumn("Ready", "string", Columns.Ready, Description = Columns.ReadyText)]
[PrintColumn("Sidecars", "string", Columns.Sidecars, Description = Columns.SidecarsText)]
[PrintColumn("Pinning", "string", ".spec.pinning", Description = "What happens to tools that nobody approved.")]
[PrintColumn("Tools", "integer", ".status.toolCount", Description = "How many tools the server was seen to have.")]
[PrintColumn("Drift", "integer", ".status.driftCount", Description = "How many of its definitions nobody approved; empty where pinning is off.")]
[PrintColumn("Reason", "string", Columns.Reason, Description = Columns.ReasonText)]
[PrintColumn("Age", "date", Columns.Age, Description = Columns.AgeText)]
public sealed record McpServer : CustomResource<McpServerSpec, McpServerStatus>;
