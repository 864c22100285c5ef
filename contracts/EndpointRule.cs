namespace AiGateway.Contracts;

/// <summary>An endpoint that keeps something at the provider, or that this gateway does not know: open for the agent, at one account.</summary>
public sealed record EndpointRule
{
    /// <summary>
    /// <c>files</c>, <c>batches</c>, <c>responses</c> (stored ones), <c>conversations</c>, <c>assistants</c>, <c>vectorStores</c>, <c>fineTuning</c>, <c>containers</c>,
    /// <c>uploads</c>, <c>evals</c>, <c>cachedContents</c>, or a path such as <c>/openai/v1/videos</c>, which holds for what is below it too.
    /// </summary>
    public required string Name { get; init; }

    /// <summary>The <see cref="ProviderRef.Provider"/> that is called.</summary>
    public required string Provider { get; init; }
}
