namespace AiGateway.Operator.Tokens;

/// <summary>A service account's key file is none. Its text says nothing of what the file holds.</summary>
internal sealed class InvalidKeyFileException() : Exception("the Secret holds no service account's key file");
