namespace AiGateway.Operator.Publish;

/// <summary>Verifies a token for our audience: whose it is, or null. Throws where it cannot be told now.</summary>
internal delegate Task<TokenIdentity?> TokenCheck(string token, CancellationToken cancellationToken);
