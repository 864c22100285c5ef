using System.Collections.Immutable;
using AiGateway.Contracts;
using AiGateway.Operator.Resources.Schema;

namespace AiGateway.Operator.Resources;

/// <summary>The server.</summary>
[CelRule("!has(self.tls) || !self.url.startsWith('http://')", RuleMessages.McpTlsNeedsHttps)]
public sealed record McpServerSpec
{
    /// <summary>
    /// The server's MCP endpoint, as https://tools.example/mcp. Agents call it at /mcp/{name of this resource} of their sidecar. A Secret that is used for it must name its host in the
    /// annotation aigateway.dev/allowed-hosts.
    /// </summary>
    [Schema(MinLength = 8, MaxLength = 2048, Pattern = Patterns.BaseUrl)]
    public required string Url { get; init; }

    /// <summary>auto lets the agent's client find out; streamableHttp refuses the older HTTP+SSE transport; sse serves that one alone. Defaults to auto.</summary>
    [Schema(MaxLength = 16, Values = ["auto", "sse", "streamableHttp"])]
    public string? Protocol { get; init; }

    /// <summary>How the sidecar authenticates at the server. What an agent sends as Authorization goes nowhere. Defaults to none.</summary>
    public McpAuth? Auth { get; init; }

    /// <summary>How the server's certificate is checked, where the system's roots and the URL's host do not do.</summary>
    public ProviderTls? Tls { get; init; }

    /// <summary>What happens to a tool whose definition is not in approvedTools: Off compares nothing, Warn tells it, Block also hides it and refuses calls.</summary>
    public PinningMode Pinning { get; init; }

    /// <summary>
    /// Approved definitions, each name@sha256:hash, as status.unapproved shows them; &lt;instructions&gt; stands for the server's instructions.
    /// </summary>
    [Schema(MaxItems = 1024, ListType = "set", MinLength = 73, MaxLength = 328, Pattern = Patterns.ToolPin)]
    public ImmutableArray<string> ApprovedTools { get => field.IsDefault ? [] : field; init; }
}
