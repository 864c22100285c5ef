using System.Collections.Immutable;
using AiGateway.Sidecar.Bodies;
using AiGateway.Sidecar.Snapshots;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>
/// Where the members stand by which a client declares what a server may ask of it, each with its comma: the one before it, or, for the first of the object, the one behind it.
/// </summary>
internal struct CapabilityFinder
{
    private ImmutableArray<(McpSubject Capability, BodyEdit Removal)>.Builder? _found;
    private McpSubject? _subject;
    private long _nameAt;
    private long _previousEnd;
    private bool _awaitsNext;

    /// <summary>What was found, in the order of the text.</summary>
    public readonly ImmutableArray<(McpSubject Capability, BodyEdit Removal)> Found => _found?.ToImmutable() ?? [];

    /// <summary>An object of capabilities begins.</summary>
    public void Open() => (_previousEnd, _awaitsNext) = (-1, false);

    /// <summary>A member's name begins.</summary>
    public void Name(long at, McpField field)
    {
        if (_awaitsNext) Extend(at);
        _nameAt = at;
        _subject = field switch
        {
            McpField.Sampling => McpSubject.Sampling,
            McpField.Elicitation => McpSubject.Elicitation,
            McpField.Roots => McpSubject.Roots,
            _ => null,
        };
    }

    /// <summary>The member's value ends.</summary>
    public void End(long at)
    {
        if (_subject is { } subject)
        {
            var isFirst = _previousEnd < 0;
            var start = isFirst ? _nameAt : _previousEnd;
            (_found ??= ImmutableArray.CreateBuilder<(McpSubject Capability, BodyEdit Removal)>(3)).Add((subject, new(start, at - start, default)));
            _awaitsNext = isFirst;
        }

        (_subject, _previousEnd) = (null, at);
    }

    private void Extend(long to)
    {
        var (subject, removal) = _found![^1];
        _found[^1] = (subject, removal with { Length = to - removal.Start });
        _awaitsNext = false;
    }
}
