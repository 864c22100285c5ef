using System.Text.Json;

namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>Where a member that the gate acts on stands in a server's message.</summary>
/// <param name="Member">Which it is.</param>
/// <param name="Level">How deep its object is: 0 the message, 1 its result, parameters or error, 2 a task's result or error in there, and so on.</param>
/// <param name="Type">How its value begins.</param>
internal readonly record struct ServerMark(ServerMember Member, int Level, JsonTokenType Type)
{
    /// <summary>The end of the member before it, or of the brace that opens the object.</summary>
    public long Before { get; init; }

    /// <summary>Whether it is the first member of its object.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Where its name begins.</summary>
    public long Start { get; init; }

    /// <summary>Where its value begins.</summary>
    public long Value { get; init; }

    /// <summary>The position behind its value.</summary>
    public long End { get; init; }

    /// <summary>What its value was seen to be, as far as it counts.</summary>
    public ServerWord Word { get; init; }
}
