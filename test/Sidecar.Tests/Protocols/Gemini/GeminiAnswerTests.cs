using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Conversations;
using AiGateway.Sidecar.Protocols;
using FsCheck;
using FsCheck.Fluent;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class GeminiAnswerTests
{
    private const string Rich = """{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"text":"a\u00e9","thoughtSignature":"c2ln"},{"functionCall":{"id":"1","name":"f","args":{"a":1}},"thoughtSignature":"c2lnMg=="}],"role":"model"},"finishReason":"STOP","index":0,"logprobsResult":{"chosenCandidates":[{"token":"a","logProbability":-0.5}],"topCandidates":[{"candidates":[{"token":"a","logProbability":-0.5},{"token":"b","logProbability":-1}]}]}},{"content":{"parts":[],"role":"model"},"finishReason":"MAX_TOKENS","index":1}],"usageMetadata":{"promptTokenCount":10,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3,"totalTokenCount":18},"modelVersion":"gemini-3","responseId":"r1"}""";

    [Fact]
    public void Again_RichAnswer_IsTheSame() => Assert.Equal(Rich, GeminiText.Again(Rich));

    [Fact]
    public void Read_Usage_CountsThoughtsAsOutputAndToolsAsInput()
    {
        var usage = GeminiText.Format.ReadAnswer(GeminiText.Json("""{"candidates":[],"usageMetadata":{"promptTokenCount":10,"toolUsePromptTokenCount":2,"cachedContentTokenCount":4,"candidatesTokenCount":5,"thoughtsTokenCount":3}}""")).Usage;

        Assert.Equal(new Usage(12, 8, UsageSource.Reported) { Cached = 4, Reasoning = 3 }, usage);
    }

    [Theory]
    [InlineData("STOP", "EndTurn")]
    [InlineData("MAX_TOKENS", "MaxTokens")]
    [InlineData("RECITATION", "ContentFilter")]
    [InlineData("MALFORMED_FUNCTION_CALL", "ContentFilter")]
    [InlineData("OTHER", "ContentFilter")]
    [InlineData("NEW_WORD", "Other")]
    public void Read_FinishReason_IsNeverHidden(string word, string expected) =>
        Assert.Equal(expected, GeminiText.Format.ReadAnswer(GeminiText.Json($$"""{"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"{{word}}"}]}""")).Choices[0].Stop.ToString());

    [Fact]
    public void Read_BlockedPrompt_IsAFiltersStopWithItsSentence()
    {
        var choice = GeminiText.Format.ReadAnswer(GeminiText.Json("""{"promptFeedback":{"blockReason":"SAFETY","blockReasonMessage":"no"}}""")).Choices.Single();

        Assert.Equal(StopReason.ContentFilter, choice.Stop);
        Assert.Equal("no", Assert.IsType<RefusalPart>(choice.Parts.Single()).Text.ToString());
    }

    [Fact]
    public void Read_CallsWithoutIds_GetSomeOfTheAnswersId()
    {
        var parts = GeminiText.Format.ReadAnswer(GeminiText.Json("""{"responseId":"a.b-c","candidates":[{"content":{"parts":[{"text":"x"},{"functionCall":{"name":"f"}},{"functionCall":{"name":"f"}}]},"finishReason":"STOP"}]}""")).Choices[0].Parts;

        Assert.Equal(["call_a_b_c_1", "call_a_b_c_2"], parts.OfType<ToolCallPart>().Select(call => call.Id));
    }

    [Fact]
    public void Write_CallThatIsNoJson_IsLeftOutAndSaid()
    {
        var answer = new Answer { Choices = [new() { Parts = [new ToolCallPart { Id = "1", Name = "f", Arguments = "{\"a\":"u8.ToArray() }], Stop = StopReason.ToolUse }] };

        Assert.Equal("""{"candidates":[{"content":{"parts":[],"role":"model"},"finishReason":"MALFORMED_FUNCTION_CALL","index":0}]}""", GeminiText.Write(json => GeminiText.Format.WriteAnswer(answer, json)));
    }

    [Fact]
    public void Write_AnothersSignature_ComesBackThroughEitherAlphabet()
    {
        var answer = new Answer
        {
            Choices = [new() { Parts = [new ReasoningPart("hm") { Signature = new(Signature.Anthropic, "s?>") }, new ReasoningPart("") { Sealed = new(Signature.OpenAi, "?>?>") }], Stop = StopReason.EndTurn }],
        };
        var text = GeminiText.Write(json => GeminiText.Format.WriteAnswer(answer, json)).Replace('+', '-').Replace("=", "", StringComparison.Ordinal);
        var contents = GeminiText.Json(text).GetProperty("candidates")[0].GetProperty("content").GetRawText();

        var parts = GeminiText.Read($$"""{"contents":[{{contents}}]}""").Turns[0].Parts.Cast<ReasoningPart>().ToList();

        Assert.Equal(new Signature(Signature.Anthropic, "s?>"), parts[0].Signature);
        Assert.Equal(new Signature(Signature.OpenAi, "?>?>"), parts[1].Sealed);
    }

    [Theory]
    [InlineData("""{"error":{"code":429,"message":"slow","status":"RESOURCE_EXHAUSTED","details":[{"@type":"x","reason":"R"},{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]}}""", "RateLimit", 1.5)]
    [InlineData("""[{"error":{"code":400,"message":"The input token count (9) exceeds the maximum number of tokens allowed (8).","status":"INVALID_ARGUMENT"}}]""", "ContextLength", 0.0)]
    [InlineData("""{"error":{"code":400,"message":"bad key","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}""", "Authentication", 0.0)]
    [InlineData("""{"error":{"code":503,"message":"busy"}}""", "Overloaded", 0.0)]
    public void ReadError_EachShape_IsUnderstood(string body, string kind, double seconds)
    {
        var error = GeminiText.Format.ReadError(0, GeminiText.Json(body))!;

        Assert.Equal(kind, error.Kind.ToString());
        Assert.Equal(seconds, error.RetryAfter?.TotalSeconds ?? 0);
    }

    [Fact]
    public void Read_AnyDamagedAnswer_IsReadOrRefused() =>
        Prop.ForAll(
            (from at in Gen.Choose(0, Rich.Length - 1) from length in Gen.Choose(0, 30) from insert in Gen.Elements("", "1", "null", "[]", "{}", "\"x\"", "\"index\":-1,", ",") select (at, length, insert)).ToArbitrary(),
            damage =>
            {
                var text = Rich.Remove(damage.at, Math.Min(damage.length, Rich.Length - damage.at)).Insert(damage.at, damage.insert);
                try
                {
                    GeminiText.Again(text);
                    GeminiText.Stream(text);
                }
                catch (Exception garbage) when (Untrusted.IsGarbage(garbage))
                {
                    // Said to be none.
                }
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
}
