namespace AiGateway.Contracts.Cel;

/// <summary>What is wrong with a text, and at which character, counted from one.</summary>
public sealed record CelError(int Position, string Message)
{
    /// <summary>As a diagnostic writes it.</summary>
    public override string ToString() => $"at character {Position}: {Message}";
}
