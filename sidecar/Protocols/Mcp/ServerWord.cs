namespace AiGateway.Sidecar.Protocols.Mcp;

/// <summary>What the value of a member was seen to be, as far as the gate acts on it.</summary>
internal enum ServerWord
{
    /// <summary>Nothing that counts.</summary>
    Other,

    /// <summary>Of cacheScope: <c>private</c>.</summary>
    Private,

    /// <summary>Of resultType: <c>complete</c>.</summary>
    Complete,

    /// <summary>Of resultType: <c>input_required</c>.</summary>
    InputRequired,

    /// <summary>Of resultType: <c>task</c>.</summary>
    Task,

    /// <summary>Of isError: true.</summary>
    True,

    /// <summary>Of an error's data: somewhere in it is a member that a client might take for definitions.</summary>
    Definitions,

    /// <summary>Of an error's code: URLElicitationRequired of 2025-11-25, whose data asks the agent's client for something.</summary>
    ElicitationRequired,
}
