using System.Text;
using AiGateway.Contracts.Guardrails;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Guards;
using AiGateway.Sidecar.Protocols.Texts;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols.Texts;

/// <summary>Ways to carry a text past those who look for it. Each is found; what is stated to be no text at all is listed too, so that it stays what is stated.</summary>
public sealed class TextAttackTests
{
    private static readonly string s_long = new('x', 70_000);

    public static TheoryData<string, string, string> Hidden() => new()
    {
        { "letters as escapes", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":"\u007a\u0065bra crossing"}]}""" },
        { "behind a long text", nameof(WireFormat.OpenAiChat), $$"""{"messages":[{"role":"user","content":"{{s_long}}"},{"role":"user","content":"zebra crossing"}]}""" },
        { "within a long text with escapes", nameof(WireFormat.OpenAiChat), $$"""{"messages":[{"role":"user","content":"\n{{s_long}}zebra crossing{{s_long}}"}]}""" },
        { "in a long member that no dialect knows", nameof(WireFormat.OpenAiChat), $$"""{"new":"{{s_long}}zebra crossing"}""" },
        { "behind a half surrogate", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":"\ud83e zebra crossing"}]}""" },
        { "behind half a character in a role", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"\ud83e","content":"zebra"}]}""" },
        { "behind half a character in a name", nameof(WireFormat.OpenAiChat), """{"messages":[{"\uD83E":1,"content":"zebra"}]}""" },
        { "in a role", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"zebra crossing","content":"x"}]}""" },
        { "in a type", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"zebra crossing","text":"x"}]}]}""" },
        { "in an id", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"tool","tool_call_id":"zebra crossing","content":"x"}]}""" },
        { "in an id that is too long", nameof(WireFormat.OpenAiChat), $$"""{"messages":[{"role":"tool","tool_call_id":"{{new string('x', 300)}}zebra","content":"x"}]}""" },
        { "in an id with an escape", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"tool","tool_call_id":"zebr\u0061","content":"x"}]}""" },
        { "in a setting", nameof(WireFormat.OpenAiChat), """{"temperature":"zebra crossing"}""" },
        { "in an object for a setting", nameof(WireFormat.OpenAiChat), """{"stream_options":{"x":["zebra crossing"]}}""" },
        { "as a name in settings", nameof(WireFormat.OpenAiChat), """{"logit_bias":{"zebra crossing":1}}""" },
        { "as a name", nameof(WireFormat.OpenAiChat), """{"zebra":true}""" },
        { "as a name in a turn", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","zebra":null,"content":"x"}]}""" },
        { "in another spelling", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","Content":"zebra"}]}""" },
        { "in an object for a text", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":{"a":{"b":"zebra"}}}]}""" },
        { "in a list of lists", nameof(WireFormat.OpenAiChat), """{"messages":[[[{"role":"user","content":[[["zebra"]]]}]]]}""" },
        { "in the query of a link to an image", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.com/?zebra"}}]}]}""" },
        { "in a data URI in clear", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:text/plain,zebra"}}]}]}""" },
        { "in a data URI of false base64", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,zebra crossing"}}]}]}""" },
        { "in the type of a data URI", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:a zebra;base64,aaaa"}}]}]}""" },
        { "in audio that is none", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"input_audio","input_audio":{"data":"zebra crossing","format":"wav"}}]}]}""" },
        { "in arguments, as an escape within", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"a\":\"zebr\\u0061\"}"}}]}]}""" },
        { "in arguments that are an object", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":{"a":"zebra"}}}]}]}""" },
        { "in arguments that end too early", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{\"a\":\"zebra"}}]}]}""" },
        { "behind arguments", nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"assistant","tool_calls":[{"function":{"arguments":"{} zebra"}}]}]}""" },
        { "in a schema's words", nameof(WireFormat.OpenAiChat), """{"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"enum":["zebra"]}}}}""" },
        { "as a stop", nameof(WireFormat.OpenAiChat), """{"stop":["zebra"]}""" },
        { "as tokens of an earlier answer", nameof(WireFormat.OpenAiResponses), """{"input":[{"role":"assistant","content":[{"type":"output_text","text":"x","logprobs":[{"token":"zebra"}]}]}]}""" },
        { "in a document that says both", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"base64","type":"text","data":"zebra"}}]}]}""" },
        { "in a document that says both the other way round", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":"text","type":"base64","data":"zebra"}}]}]}""" },
        { "in a document in clear", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"user","content":[{"type":"document","source":{"data":"zebra","type":"text"}}]}]}""" },
        { "in a document of no type", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"user","content":[{"type":"document","source":{"data":"zebra"}}]}]}""" },
        { "in a type that is a list", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"user","content":[{"type":"document","source":{"type":["base64"],"data":"zebra"}}]}]}""" },
        { "in a signature", nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"assistant","content":[{"type":"thinking","thinking":"","signature":"zebra crossing"}]}]}""" },
        { "in a part in the other spelling", nameof(WireFormat.GeminiContent), """{"contents":[{"parts":[{"inline_data":{"mime_type":"zebra crossing","data":"aaaa"}}]}]}""" },
        { "in a text for bytes", nameof(WireFormat.BedrockConverse), """{"messages":[{"role":"user","content":[{"document":{"format":"txt","name":"x","source":{"bytes":"zebra crossing"}}}]}]}""" },
        { "in fields of the model's maker", nameof(WireFormat.BedrockConverse), """{"additionalModelRequestFields":{"system":"zebra"}}""" },
        { "in a text beside tokens", nameof(WireFormat.OpenAiCompletions), """{"prompt":[[1,2],"zebra"]}""" },
        { "in a document to be ranked", nameof(WireFormat.OpenAiJson), """{"query":"x","documents":[{"any":{"zebra":1}}]}""" },
    };

    [Theory]
    [MemberData(nameof(Hidden))]
    public void Guard_OfHiddenText_FindsIt(string name, string format, string body) => Assert.False(Passes(format, body), name);

    [Theory]
    [InlineData(nameof(WireFormat.OpenAiChat), """{"model":"zebra","messages":[{"role":"zebra","content":[{"type":"zebra"}]}]}""")]
    [InlineData(nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"tool","tool_call_id":"zebra","content":"x"},{"role":"assistant","tool_calls":[{"id":"zebra","function":{"name":"zebra"}}]}]}""")]
    [InlineData(nameof(WireFormat.OpenAiChat), """{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,zebra"}}]}]}""")]
    [InlineData(nameof(WireFormat.AnthropicMessages), """{"messages":[{"role":"assistant","content":[{"type":"redacted_thinking","data":"zebra"}]}]}""")]
    public void Guard_OfWhatIsStatedToBeNoText_DoesNotLook(string format, string body) => Assert.True(Passes(format, body));

    private static bool Passes(string format, string body)
    {
        using var bytes = Chunks.Straddling(Chunks.Pool(), Encoding.UTF8.GetBytes(body), 40);
        using var edits = new TextEdits(new GuardSession(new([WordCheck.Of("zebra", GuardAction.Deny)])));
        return edits.TryGuard(bytes.Bytes, BodyTexts.OfRequest(Enum.Parse<WireFormat>(format), bytes.Bytes));
    }
}
