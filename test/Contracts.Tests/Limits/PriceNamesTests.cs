using AiGateway.Contracts.Limits;

namespace AiGateway.Contracts.Tests.Limits;

public sealed class PriceNamesTests
{
    [Theory]
    [InlineData("openai", "gpt-4o", "gpt-4o")]
    [InlineData("openai", "gpt-4o-2024-08-06", "gpt-4o-2024-08-06 gpt-4o")]
    [InlineData("openai", "openai/gpt-4o", "openai/gpt-4o")] // Only who has such names knows what stands before the slash.
    [InlineData("anthropic", "claude-opus-4-1-20250805", "claude-opus-4-1-20250805 claude-opus-4-1")]
    [InlineData("cohere", "command-r-08-2024", "command-r-08-2024 command-r")]
    [InlineData("mistral", "mistral-large-2411", "mistral-large-2411")] // Four digits are a version there, with a price of its own.
    [InlineData("gemini", "models/gemini-2.5-pro", "models/gemini-2.5-pro gemini-2.5-pro")]
    [InlineData("vertex", "claude-sonnet-4-5@20250929", "claude-sonnet-4-5@20250929 claude-sonnet-4-5")]
    [InlineData("vertex", "publishers/google/models/gemini-2.5-flash@default", "publishers/google/models/gemini-2.5-flash@default gemini-2.5-flash@default gemini-2.5-flash")]
    [InlineData("bedrock", "anthropic.claude-sonnet-4-20250514-v1:0", "anthropic.claude-sonnet-4-20250514-v1:0 anthropic.claude-sonnet-4-20250514 anthropic.claude-sonnet-4")]
    [InlineData("bedrock", "us.amazon.nova-pro-v1:0", "us.amazon.nova-pro-v1:0 us.amazon.nova-pro amazon.nova-pro-v1:0 amazon.nova-pro")]
    [InlineData("bedrock", "us-gov.amazon.nova-pro-v1:0", "us-gov.amazon.nova-pro-v1:0 us-gov.amazon.nova-pro")] // It costs more.
    [InlineData("bedrock", "anthropic.claude-3-haiku-20240307-v1:0:48k", "anthropic.claude-3-haiku-20240307-v1:0:48k anthropic.claude-3-haiku-20240307 anthropic.claude-3-haiku")]
    [InlineData(
        "bedrock",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
        "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0 us.amazon.nova-lite-v1:0 us.amazon.nova-lite amazon.nova-lite-v1:0 amazon.nova-lite")]
    [InlineData(
        "bedrock",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3",
        "arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3 a1b2c3")]
    [InlineData("openrouter", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4.5 anthropic/claude-sonnet-4-5")]
    [InlineData("openrouter", "deepseek/deepseek-chat:free", "deepseek/deepseek-chat:free")]
    [InlineData("openai", "-2024-08-06", "-2024-08-06")]
    [InlineData("vertex", "@20250929", "@20250929")]
    [InlineData("bedrock", "-v1", "-v1")]
    [InlineData("openai", "", "")]
    public void FormsOf_Name_AreTheseInThisOrder(string kind, string model, string forms) => Assert.Equal(forms, string.Join(' ', PriceNames.FormsOf(kind, model)));

    [Fact]
    public void FormsOf_NameOfAnyLength_IsBounded() => Assert.Single(PriceNames.FormsOf("bedrock", new string('-', 100_000)));
}
