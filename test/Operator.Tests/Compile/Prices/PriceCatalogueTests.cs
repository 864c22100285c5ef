using AiGateway.Contracts.Limits;
using AiGateway.Operator.Compile.Prices;

namespace AiGateway.Operator.Tests.Compile.Prices;

public sealed class PriceCatalogueTests
{
    private const string Good = "openai,gpt-4o,tokens,2.5,10,1.25,,,,,,,,,0.01,,,,,price-data,2026-08-21";

    private static string Header => string.Join(',', CatalogueReader.Columns);

    [Fact]
    public void BuiltIn_Rows_HaveNoOutlier() => Assert.Empty(PriceOutliers.Find(PriceCatalogue.BuiltIn.Rows));

    /// <summary>Mistakes that have been made in published price data: each must be found in our rows.</summary>
    public static TheoryData<string, string, Func<PriceRule, PriceRule>> Mistakes => new()
    {
        { "openai", "gpt-4o", rule => rule with { Input = 250, Output = 1000 } }, // Cents for dollars.
        { "openai", "gpt-4o", rule => rule with { Input = 0.0025m, Output = 0.01m } }, // For a thousand, not for a million.
        { "openai", "gpt-4o", rule => rule with { Input = rule.Output, Output = rule.Input } },
        { "openai", "gpt-4o", rule => rule with { Output = 0 } },
        { "openai", "gpt-5-pro", rule => rule with { CachedInput = 0.005m } }, // Another model's.
        { "openai", "gpt-4o-mini-realtime-preview", rule => rule with { CachedInput = 3 } },
        { "openai", "gpt-realtime", rule => rule with { CachedInput = 16, CacheWrite = 0.5m } },
        { "openai", "gpt-realtime", rule => rule with { AudioInput = 0.32m } },
        { "openai", "o1-mini", rule => rule with { Input = 15, Output = 60, CachedInput = 100 } },
        { "gemini", "gemini-3.1-pro-preview", rule => rule with { CachedInput = 4.5m } }, // What it costs to keep it for an hour.
        { "gemini", "gemini-2.5-flash-image", rule => rule with { Output = 0.039m } }, // For an image, not for tokens.
        { "gemini", "gemini-2.5-pro", rule => rule with { LongInput = 0.25m } },
        { "gemini", "gemini-2.5-pro", rule => rule with { LongFrom = 200 } },
        { "bedrock", "anthropic.claude-3-7-sonnet-20250219-v1:0", rule => rule with { CachedInput = 3.75m, CacheWrite = 0.3m } },
        { "bedrock", "anthropic.claude-opus-4-5-20251101-v1:0", rule => rule with { Input = 15, Output = 75, CachedInput = 1.5m, CacheWrite = 18.75m } }, // Its predecessor's.
        { "bedrock", "amazon.nova-pro-v1:0", rule => rule with { CacheWrite = 1.6m } },
        { "bedrock", "amazon.titan-embed-text-v1", rule => rule with { Input = 500 } },
        { "anthropic", "claude-sonnet-4-5", rule => rule with { WebSearch = 10 } }, // For a thousand.
        { "anthropic", "claude-opus-4-5", rule => rule with { Input = 0.5m, Output = 2.5m, CachedInput = 0.05m, CacheWrite = 0.625m } },
        { "mistral", "mistral-medium-2508", rule => rule with { Input = 4, Output = 20 } },
        { "cohere", "rerank-v3.5", rule => rule with { Request = 2 } },
        { "openai", "gpt-4o-mini-tts", rule => rule with { Output = 0 } }, // Told without what it is made of, speech would be free.
        { "xai", "grok-imagine-image", rule => rule with { Image = 20 } }, // For a thousand.
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Find_RowThatIsWrong_IsFound(string kind, string model, Func<PriceRule, PriceRule> mistake)
    {
        var rows = PriceCatalogue.BuiltIn.Rows;
        var right = Assert.Single(rows, row => row.Kind == kind && row.Rule.Model == model);
        Assert.NotEmpty(PriceOutliers.Find(rows.Replace(right, right with { Rule = mistake(right.Rule) })));
    }

    [Fact]
    public void Read_EmptyCell_IsUnknownAndNoZero()
    {
        var rule = Assert.Single(CatalogueReader.Read($"{Header}\n{Good}\n")).Rule;
        Assert.Equal((2.5m, 10m, 1.25m, null, null), (rule.Input, rule.Output, rule.CachedInput, rule.CacheWrite, rule.AudioInput));
        Assert.Equal("catalogue:2026-08-21", rule.Source);
    }

    [Theory]
    [InlineData("gpt-4o,", "gpt-4o,,", "22 cells")]
    [InlineData("openai", "opeani", "kind of provider")]
    [InlineData("gpt-4o", "", "model's name")]
    [InlineData("gpt-4o", "gpt-*-o", "model's name")]
    [InlineData("gpt-4o", "gpt 4o", "model's name")]
    [InlineData("tokens", "token", "unit")]
    [InlineData("tokens", "calls", "no price of tokens")]
    [InlineData("2.5,10", ",10", "input is empty")]
    [InlineData("2.5,10", "2.5,", "output is empty")]
    [InlineData("2.5,10", "-2.5,10", "line 2")]
    [InlineData("2.5,10", "2.5e3,10", "line 2")]
    [InlineData("2.5,10", " 2.5,10", "line 2")]
    [InlineData("2.5,10", "20000000,10", "more than any price")]
    [InlineData(",,,,price", ",,,1,price", "stand together")]
    [InlineData(",,,,price", ",200000,5,,price", "stand together")]
    [InlineData("price-data", "hearsay", "source")]
    [InlineData("2026-08-21", "21.08.2026", "line 2")]
    [InlineData("2026-08-21", "2026-08-21\n", "line 3")]
    [InlineData("2026-08-21", "2026-08-21\n" + Good, "stands twice")]
    public void Read_LineThatIsNotAsItMustBe_Fails(string part, string wrong, string message)
    {
        var line = Good.Replace(part, wrong, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<FormatException>(() => CatalogueReader.Read($"{Header}\n{line}\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherColumns_Fails() => Assert.Throws<FormatException>(() => CatalogueReader.Read($"{Header},more\n{Good},\n"));

    [Theory]
    [InlineData("openai", "gpt-4o", "gpt-4o")]
    [InlineData("openai", "gpt-4o-2027-01-01", "gpt-4o")]
    [InlineData("openai", "gpt-4o-audio-preview-2025-06-03", "gpt-4o-audio-preview")]
    [InlineData("openai", "ft:gpt-4.1-2025-04-14:shop::x", "ft:gpt-4.1-2025-04-14:*")]
    [InlineData("openai", "gpt-9", null)]
    [InlineData("openai", "gpt-4o-turbo", null)]
    [InlineData("anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5")]
    [InlineData("vertex", "claude-haiku-4-5@20251001", "claude-haiku-4-5")]
    [InlineData("vertex", "gemini-2.5-pro", "gemini-2.5-pro")]
    [InlineData("bedrock", "jp.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5-20251001-v1:0")]
    [InlineData("bedrock", "us-gov.anthropic.claude-sonnet-5", "us-gov.anthropic.claude-sonnet-5")]
    [InlineData("bedrock", "us-gov.anthropic.claude-opus-5", null)] // Dearer than elsewhere, and nobody told by how much.
    [InlineData("bedrock", "global.openai.gpt-5.6-sol", "global.openai.gpt-5.6-sol")]
    [InlineData("bedrock", "eu.openai.gpt-5.6-sol", "openai.gpt-5.6-sol")]
    [InlineData("bedrock", "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/x1", null)]
    [InlineData("azureOpenAi", "gpt-4.1", "gpt-4.1")]
    [InlineData("azureOpenAi", "prod-chat", null)]
    [InlineData("openrouter", "google/gemini-2.5-flash", "gemini-2.5-flash")]
    [InlineData("openrouter", "anthropic/claude-opus-4.5", "claude-opus-4-5")]
    [InlineData("openrouter", "openai/gpt-4o:online", null)]
    [InlineData("openrouter", "meta-llama/llama-3.3-70b-instruct", null)]
    [InlineData("openrouter", "gpt-4o", null)]
    [InlineData("groq", "openai/gpt-oss-20b", "openai/gpt-oss-20b")]
    [InlineData("together", "openai/gpt-oss-20b", null)]
    [InlineData("ollama", "llama3.2", null)]
    [InlineData("openAiCompatible", "gpt-4o", null)] // Whoever serves it: it is not known what they ask.
    public void Find_Name_IsKnownOrNot(string kind, string model, string? expected) => Assert.Equal(expected, PriceCatalogue.BuiltIn.Find(kind, model)?.Model);

    [Theory]
    [InlineData("openai", "o1-pro")]
    [InlineData("anthropic", "claude-3-opus-20240229")]
    [InlineData("ollama", "o1-pro")] // None of its own: the dearest of any.
    public void Dearest_Kind_IsTheDearestKnown(string kind, string model) => Assert.Equal(model, PriceCatalogue.BuiltIn.Dearest(kind).Model);
}
