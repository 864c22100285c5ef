namespace AiGateway.Cli;

/// <summary>kubectl could not be asked, or said no; the message is its own.</summary>
internal sealed class KubectlException(string message) : Exception(message);
