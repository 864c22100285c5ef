using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Anthropic;

/// <summary>A part that came while another block was open: kept until that one is whole, because in this dialect blocks follow each other.</summary>
internal sealed class AnthropicBlock(in Delta start)
{
    public int Part { get; } = start.Part;

    public PartKind Kind { get; } = start.Opens;

    public string? Id { get; } = start.Id;

    public string? Name { get; } = start.Name;

    public Signature? Signature { get; set; } = start.Signature;

    /// <summary>What has come of it and is not written yet.</summary>
    public StringBuilder Held { get; } = new();

    /// <summary>Whether its first event is written.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether all of it has come.</summary>
    public bool IsWhole { get; set; }
}
