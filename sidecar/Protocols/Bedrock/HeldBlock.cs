using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Bedrock;

/// <summary>A streamed part on its way into blocks that may not be open together: what came while another one was.</summary>
internal sealed class HeldBlock(in Delta start)
{
    public int Part { get; } = start.Part;

    public PartKind Kind { get; } = start.Opens;

    public string? Id { get; } = start.Id;

    public string? Name { get; } = start.Name;

    public Signature? Signature { get; set; } = start.Signature;

    /// <summary>Its text or arguments that wait for their turn.</summary>
    public StringBuilder Waiting { get; } = new();

    public bool IsEnded { get; set; }

    /// <summary>Whether any of its events went out.</summary>
    public bool IsBegun { get; set; }
}
