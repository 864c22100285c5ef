using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Protocols.OpenAi;

/// <summary>
/// Where the speakers of OpenAI's dialect differ in what they take. OpenAI wants <c>max_completion_tokens</c>, which its newer models take alone and others of the dialect
/// partly ignore and partly refuse; where the kind is not known, the names of OpenAI's newer models tell.
/// </summary>
internal static class ChatKinds
{
    private static readonly string[] s_newModels = ["o1", "o3", "o4", "gpt-5"];

    public static string MaxTokens(Conversation conversation) => conversation.ProviderKind switch
    {
        "openai" or "azureOpenAi" => "max_completion_tokens",
        null when s_newModels.Any(name => conversation.Model.StartsWith(name, StringComparison.Ordinal)) => "max_completion_tokens",
        _ => "max_tokens",
    };

    /// <summary>Whether a stream may be asked for its usage; Mistral refuses that, and tells it unasked.</summary>
    public static bool TakesUsageOption(string? kind) => kind != "mistral";

    public static string Seed(Conversation conversation) => conversation.ProviderKind == "mistral" ? "random_seed" : "seed";
}
