namespace AiGateway.Contracts.Cel;

/// <summary>What a token is.</summary>
internal enum CelTokenKind
{
    End,
    Name,
    Int,
    Double,
    String,
    Symbol,
}
