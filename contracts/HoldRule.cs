namespace AiGateway.Contracts;

/// <summary>
/// What holds an agent beside its policies: a user who suspended it or its namespace, or a quarantine. It bites whatever the policies' modes are. Agents that nothing holds have none, so that
/// their rules stay shared.
/// </summary>
public sealed record HoldRule
{
    /// <summary>Who suspends the agent, as <c>Agent namespace/name</c> or <c>Namespace name</c>; null where nobody does.</summary>
    public string? SuspendedBy { get; init; }

    /// <summary>How far it is closed off.</summary>
    public Quarantine Quarantine { get; init; }

    /// <summary>Who closed it off, as <see cref="SuspendedBy"/>; null where it is not.</summary>
    public string? QuarantinedBy { get; init; }

    /// <summary>Why, in the words of whoever did it, of one line and at most 256 characters: told in refusals and in the audit. Null where nothing was said.</summary>
    public string? Reason { get; init; }
}
