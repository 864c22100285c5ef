namespace AiGateway.Operator.Resources;

/// <summary>No key at all: for model servers that ask for none.</summary>
public sealed record NoAuth;
