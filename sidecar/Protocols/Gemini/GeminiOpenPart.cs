using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.Gemini;

/// <summary>A streamed part that has begun and not ended: of a call, what it needs to go out whole.</summary>
internal sealed class GeminiOpenPart(PartKind kind, string id, string name)
{
    private readonly StringBuilder _arguments = new();

    public PartKind Kind => kind;

    public string Id => id;

    public string Name => name;

    public Signature? Signature { get; set; }

    public int Length => _arguments.Length;

    public void Append(string arguments) => _arguments.Append(arguments);

    /// <summary>The arguments, an object; null where they are none.</summary>
    public byte[]? Arguments()
    {
        if (_arguments.Length == 0) return "{}"u8.ToArray();
        var text = Encoding.UTF8.GetBytes(_arguments.ToString());
        return GeminiJson.IsObject(text) ? text : null;
    }
}
