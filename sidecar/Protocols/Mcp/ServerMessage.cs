using System.Runtime.InteropServices;
using System.Text.Json;
using AiGateway.Sidecar.Calls;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>A message of a tool server, as far as the gate acts on it; positions are bytes of the message. Used again for the next one.</summary>
internal sealed class ServerMessage
{
    private readonly List<ServerMark> _marks = [];

    public McpKind Kind { get; private set; }

    /// <summary>The members that count, in the order in which they end.</summary>
    public ReadOnlySpan<ServerMark> Marks => CollectionsMarshal.AsSpan(_marks);

    /// <summary>The code of the error at the top; null for none.</summary>
    public long? ErrorCode { get; set; }

    /// <summary>The message says that it is JSON-RPC 2.0.</summary>
    public bool IsVersioned { get; set; }

    /// <summary>The id, where it is a text or a number.</summary>
    public ServerMark? Id => Root(ServerMember.Id) is { Type: JsonTokenType.String or JsonTokenType.Number } id ? id : null;

    public ServerMark? Method => Root(ServerMember.Method);

    public void Clear()
    {
        _marks.Clear();
        (ErrorCode, IsVersioned) = (null, false);
    }

    public void Add(in ServerMark mark) => _marks.Add(mark);

    /// <summary>
    /// Whether the members at the top make a message (JSON-RPC 2.0, sections 4 and 5): a method, or else an id and one of result and error. An error may be without an id, of a request that could not be read.
    /// </summary>
    public bool TryClassify()
    {
        var (id, method) = (Root(ServerMember.Id), Method);
        var (result, error) = (Root(ServerMember.Result), Root(ServerMember.Error));
        if (!IsVersioned || (method is not null && (result ?? error) is not null)) return false;
        if (method is { } name)
        {
            Kind = id is null ? McpKind.Notification : McpKind.Request;
            return name.Type == JsonTokenType.String && (id is null || Id is not null) && Root(ServerMember.Params) is null or { Type: JsonTokenType.StartObject };
        }

        Kind = McpKind.Response;
        if (result is not null) return error is null && Id is not null && result.Value.Type == JsonTokenType.StartObject;
        return error is { Type: JsonTokenType.StartObject } && (Id is not null || id is null or { Type: JsonTokenType.Null });
    }

    /// <summary>The member at the top; null where it is not there.</summary>
    public ServerMark? Root(ServerMember member) => Find(0, member);

    /// <summary>The member at this level. Of two that stand in different objects of it, as in a result and an error of a task, the last.</summary>
    public ServerMark? Find(int level, ServerMember member)
    {
        for (var index = _marks.Count - 1; index >= 0; index--)
        {
            if (_marks[index].Level == level && _marks[index].Member == member) return _marks[index];
        }

        return null;
    }
}
