namespace AiGateway.Operator.Suggestions;

/// <summary>There is nothing to make a policy of.</summary>
internal sealed class SuggestionException(string message) : Exception(message);
