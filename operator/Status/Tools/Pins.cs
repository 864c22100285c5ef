using AiGateway.Contracts;
using AiGateway.Operator.Resources;

namespace AiGateway.Operator.Status.Tools;

/// <summary>The definitions that a resource approves. A line that is no pin approves nothing; compiling says so.</summary>
internal sealed class Pins
{
    private readonly bool _off;
    private readonly HashSet<ToolPin> _approved = [];
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public Pins(McpServerSpec spec)
    {
        _off = spec.Pinning == PinningMode.Off;
        foreach (var line in spec.ApprovedTools)
        {
            if (!ToolPin.TryParse(line, out var pin)) continue;
            _approved.Add(pin);
            _names.Add(pin.Name);
        }
    }

    /// <summary>The state of a definition, as in <see cref="ToolStatus.State"/>.</summary>
    public string Judge(string name, string hash)
    {
        if (_off) return Judgment.Unpinned;
        if (_approved.Contains(new() { Name = name, Hash = hash })) return Judgment.Approved;
        return _names.Contains(name) ? Judgment.Changed : Judgment.New;
    }
}
