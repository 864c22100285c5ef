namespace AiGateway.Sidecar.Ledgers.Approvals;

/// <summary>What exactly a question is about: the same call, made again, finds its question again, and any other call is another question.</summary>
/// <param name="Server">The tool server's name.</param>
/// <param name="Tool">The tool's name.</param>
/// <param name="Hash">The SHA-256 of the canonical JSON of the arguments as they would be sent; with their longest numbers as they are written, where there are any.</param>
/// <param name="Place">Which of the equal calls of one batch, from 0: each needs a word of its own.</param>
internal readonly record struct ApprovalKey(string Server, string Tool, string Hash, int Place);
