namespace AiGateway.Sdk.Tests.Mcp;

/// <summary>What a client sees of a server that a policy guards: node/mcp/guarded.mjs and look.mjs tell the same.</summary>
internal sealed record GuardedSight
{
    public string[] Listed { get; init; } = [];

    public Said Allowed { get; init; } = new();

    /// <summary>Whose condition does not hold.</summary>
    public Said Unmet { get; init; } = new();

    public Said Denied { get; init; } = new();

    /// <summary>A tool that asks for the client's model, which the policy does not lend.</summary>
    public Said Sampling { get; init; } = new();

    /// <summary>A tool that asks the client's user, which the policy allows.</summary>
    public Said Elicitation { get; init; } = new();

    /// <summary>A call that is denied by an error.</summary>
    public Said Refused { get; init; } = new();

    /// <summary>The next call after it, with the same client.</summary>
    public Said After { get; init; } = new();

    /// <summary>The eras that the clients were in, before and after a denial.</summary>
    public string[] Eras { get; init; } = [];

    public int[] Statuses { get; init; } = [];

    /// <summary>A result, or the client's own error.</summary>
    internal sealed record Said
    {
        public string Text { get; init; } = "";

        public bool IsError { get; init; }

        public string? Error { get; init; }

        public int Code { get; init; }
    }
}
