using AiGateway.Contracts;
using AiGateway.Contracts.Cel;

namespace AiGateway.Sidecar.Snapshots;

/// <summary>One thing that a message asks of a tool server. Made of untrusted words, all of them bounded.</summary>
/// <param name="Server">The server's name in the path.</param>
/// <param name="Subject">What is asked for.</param>
/// <param name="Name">The tool's or prompt's name, or the resource's URI; null for the other subjects. A task is asked for by the tool whose task it is, and with null where the agent was given no such task.</param>
internal sealed record McpAsk(string Server, McpSubject Subject, string? Name = null)
{
    /// <summary>The arguments of a tool call, read when a condition asks for them; null where they are not known, as in a list. May be called from another thread.</summary>
    public Func<CelValue>? Arguments { get; init; }

    /// <summary>Whether <see cref="Name"/> is a template that begins a URI (RFC 6570): allowed where some URI of it may be.</summary>
    public bool IsTemplate { get; init; }

    /// <summary>What <see cref="McpVariable"/> stands for while the arguments are not known: no value, so that only what is false without them decides.</summary>
    public static CelValue Unknown => CelValue.Of(CelFault.NoSuchKey);
}
