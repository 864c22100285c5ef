namespace AiGateway.Sidecar.Bodies;

/// <summary>What became of a member's name.</summary>
internal enum MemberVerdict
{
    New,

    /// <summary>The object has it already.</summary>
    Repeated,

    /// <summary>The name, or all names together, pass a bound.</summary>
    TooMany,
}
