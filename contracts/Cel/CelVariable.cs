namespace AiGateway.Contracts.Cel;

/// <summary>A name that expressions may use, as <c>request.model</c>, and what it is.</summary>
public sealed record CelVariable(string Name, CelType Type);
