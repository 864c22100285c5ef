using System.Text;
using AiGateway.Sidecar.Calls;
using AiGateway.Sidecar.Protocols;
using AiGateway.Sidecar.Tests.Fixtures;

namespace AiGateway.Sidecar.Tests.Protocols;

/// <summary>What reaches beyond the model is found in every dialect, however it is spelled; what only looks like it is not.</summary>
public sealed class HostedFinderTests
{
    [Theory]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"web_search"}}},{"type":"custom"}]}""", "")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"web_search"},{"type":"web_search"},{"type":"mcp"}]}""", "web_search,mcp")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"t\u0079pe":"web\u005fsearch"}]}""", "web_search")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"Function"}]}""", "Function")]
    [InlineData("OpenAiChat", """{"model":"m","tools":null,"web_search_options":{}}""", "web_search_options")]
    [InlineData("OpenAiChat", """{"model":"m","web_search_options":null}""", "")]
    [InlineData("OpenAiChat", """{"model":"m","plugins":[{"id":"web"}]}""", "plugins")]
    [InlineData("OpenAiChat", """{"model":"m","metadata":{"tools":[{"type":"mcp"}]}}""", "")]
    [InlineData("OpenAiResponses", """{"model":"m","input":"x","tools":[{"type":"function"},{"type":"code_interpreter","container":{"type":"auto"}}]}""", "code_interpreter")]
    [InlineData("AnthropicMessages", """{"model":"m","tools":[{"name":"f","input_schema":{"type":"object"}},{"type":"custom"},{"type":null}]}""", "")]
    [InlineData("AnthropicMessages", """{"model":"m","tools":[{"type":"web_search_20250305"}],"mcp_servers":[],"container":"c"}""", "web_search_20250305,mcp_servers,container")]
    [InlineData("AnthropicMessages", """{"model":"m","tools":[{"type":"function"}]}""", "function")]
    [InlineData("GeminiContent", """{"tools":[{"functionDeclarations":[{"name":"googleSearch"}]},{"function_declarations":[]}]}""", "")]
    [InlineData("GeminiContent", """{"tools":[{"functionDeclarations":[],"googleSearch":{}},{"google_search":{}},{"codeExecution":{}}]}""", "googleSearch,codeExecution")]
    [InlineData("GeminiCount", """{"generateContentRequest":{"model":"models/p","tools":[{"urlContext":{}}]}}""", "urlContext")]
    [InlineData("BedrockConverse", """{"toolConfig":{"tools":[{"toolSpec":{"name":"systemTool"}},{"systemTool":{"name":"nova_grounding"}},{"cachePoint":{}}]}}""", "systemTool")]
    [InlineData("BedrockConverse", """{"additionalModelRequestFields":{"tools":[{"type":"web_search_1"}]}}""", "web_search_1")]
    [InlineData("BedrockConverse", """{"additionalModelRequestFields":{"mcp_servers":[{}],"top_k":1}}""", "mcp_servers")]
    [InlineData("OpenAiChat", """{"model":"m","data_sources":[{}]}""", "data_sources")]
    public void HostedTools_AreTheProvidersOwn(string format, string json, string expected) =>
        Assert.Equal(expected, string.Join(',', Read(format, json).HostedTools));

    [Theory]
    [InlineData("OpenAiChat", """{"model":"m","store":true}""", "responses")]
    [InlineData("OpenAiChat", """{"model":"m","store":false,"messages":[{"content":[{"type":"file","file":{"file_data":"x"}}]}]}""", "")]
    [InlineData("OpenAiChat", """{"model":"m","messages":[{"content":[{"type":"file","file":{"file_id":"file-1"}}]}]}""", "files")]
    [InlineData("OpenAiChat", """{"model":"m","messages":[{"content":[{"type":"file","file":{"FILE_id":"file-1"}}]}]}""", "files")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"function","function":{"parameters":{"properties":{"file_id":{"type":"string"}}}}}]}""", "")]
    [InlineData("OpenAiResponses", """{"model":"m","previous_response_id":"resp_1","conversation":{"id":"c"}}""", "responses,conversations")]
    [InlineData("OpenAiResponses", """{"model":"m","previous_response_id":null,"conversation":null,"background":false}""", "")]
    [InlineData("OpenAiResponses", """{"model":"m","background":true}""", "responses")]
    [InlineData("OpenAiResponses", """{"model":"m","background":"true"}""", "responses")]
    [InlineData("OpenAiResponses", """{"model":"m","prompt":{"id":"pmpt_1"}}""", "responses")]
    [InlineData("OpenAiResponses", """{"model":"m","input":[{"type":"item_reference","id":"msg_1"}]}""", "responses")]
    [InlineData("OpenAiResponses", """{"model":"m","input":[{"role":"user","content":"x"},{"id":"msg_1"}]}""", "responses")]
    [InlineData("OpenAiResponses", """{"model":"m","input":[{"id":"rs_1","type":"reasoning","summary":[]},{"role":"assistant","id":"m"}]}""", "")]
    [InlineData("OpenAiResponses", """{"model":"m","input":[{"role":"user","content":[{"type":"input_file","file_id":"f"}]}]}""", "files")]
    [InlineData("AnthropicMessages", """{"model":"m","messages":[{"content":[{"type":"document","source":{"type":"file","file_id":"f"}}]}]}""", "files")]
    [InlineData("AnthropicMessages", """{"model":"m","messages":[{"content":[{"type":"tool_use","input":{"file_id":"f"}}]}]}""", "")]
    [InlineData("AnthropicMessages", """{"model":"m","messages":[{"content":[{"type":"tool_use","input":{"a":1}},{"source":{"file_id":"f"}}]}]}""", "files")]
    [InlineData("AnthropicMessages", """{"model":"m","messages":[{"content":[{"input":{}},[{"file_id":"f"}]]}]}""", "files")]
    [InlineData("GeminiContent", """{"contents":[{"parts":[{"fileData":{"fileUri":"u"}}]}],"cachedContent":"cachedContents/1"}""", "files,cachedContents")]
    [InlineData("GeminiContent", """{"contents":{"parts":{"file_data":{}}},"cached_content":"c"}""", "files,cachedContents")]
    [InlineData("GeminiContent", """{"contents":[{"parts":[{"functionCall":{"args":{"fileData":1}}}]}],"generationConfig":{"responseSchema":{"properties":{"fileData":{}}}}}""", "")]
    [InlineData("BedrockConverse", """{"messages":[{"content":[{"document":{"source":{"s3Location":{"uri":"s3://x"}}}},{"toolUse":{"input":{"s3Location":1}}}]}]}""", "files")]
    [InlineData("GeminiCount", """{"generateContentRequest":{"cachedContent":"c","contents":[{"parts":[{"fileData":{}}]}]}}""", "cachedContents,files")]
    public void Endpoints_AreThoseWhoseThingsAreUsed(string format, string json, string expected) =>
        Assert.Equal(expected, string.Join(',', Read(format, json).Endpoints));

    [Theory]
    [InlineData("OpenAiChat", """{"model":"m","tools":{"type":"web_search"}}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[[{"type":"web_search"}]]}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":["web_search"]}""")]
    [InlineData("OpenAiChat", """{"model":"m","Tools":[]}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"Type":"web_search"}]}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"function","TYPE":"web_search"}]}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":["web_search"]}]}""")]
    [InlineData("OpenAiChat", """{"model":"m","tools":[{"type":"a b"}]}""")]
    [InlineData("OpenAiChat", """{"model":"m","Web_Search_Options":{}}""")]
    [InlineData("OpenAiChat", """{"model":"m","store":"true"}""")]
    [InlineData("OpenAiResponses", """{"model":"m","Previous_Response_Id":"r"}""")]
    [InlineData("OpenAiResponses", """{"model":"m","STORE":true}""")]
    [InlineData("AnthropicMessages", """{"model":"m","MCP_servers":[]}""")]
    [InlineData("GeminiContent", """{"tools":{"googleSearch":{}}}""")]
    [InlineData("GeminiContent", """{"model":"models/other"}""")]
    [InlineData("GeminiContent", """{"generationConfig":{"routingConfig":{}}}""")]
    [InlineData("GeminiBatchEmbed", """{"requests":[{"model":"models/other"}]}""")]
    [InlineData("GeminiCount", """{"generateContentRequest":{"model":"models/other"}}""")]
    [InlineData("BedrockConverse", """{"toolConfig":{"Tools":[]}}""")]
    [InlineData("OpenAiEmbeddings", """{"model":"m","models":["x"]}""")]
    public void Read_WhatTwoReadersCouldTakeDifferently_IsRefused(string format, string json) =>
        Assert.Equal(RefusalReason.InvalidField, Refused(format, json)?.Reason);

    [Theory]
    [InlineData("""{"model":"m"}""", """{"store":false,"model":"m"}""")]
    [InlineData("""{"model":"m","store":null}""", """{"model":"m","store":false}""")]
    [InlineData("""{"model":"m","store":false}""", null)]
    [InlineData("""{"model":"m","store":true}""", null)]
    public void Edits_OfResponses_KeepTheProviderFromStoring(string json, string? expected)
    {
        var request = Read("OpenAiResponses", json);

        Assert.Equal(expected, request.Edits is [var edit] ? json[..(int)edit.Start] + Encoding.UTF8.GetString(edit.Text.Span) + json[(int)(edit.Start + edit.Length)..] : null);
    }

    [Theory]
    [InlineData("OpenAiChat", """ {"a":1, "model": "m"}""", 9)]
    [InlineData("AnthropicMessages", """{"model":"m"}""", 1)]
    [InlineData("GeminiContent", "{}", -1)]
    [InlineData("BedrockConverse", """{"messages":[{"model":"x"}]}""", -1)]
    public void Read_Places_AreThoseOfTheBytes(string format, string json, int member)
    {
        var request = Read(format, json);

        Assert.Equal(member, request.ModelMemberStart);
        Assert.Equal(json.IndexOf('{') + 1, request.RootStart);
        Assert.Equal(json == "{}", request.RootIsEmpty);
        Assert.Equal(member < 0, request.ModelStart < 0);
    }

    [Fact]
    public void Read_TooManyHostedTools_IsRefused() =>
        Assert.NotNull(Refused("OpenAiChat", $"{{\"model\":\"m\",\"tools\":[{string.Join(',', Enumerable.Range(0, 65).Select(n => $"{{\"type\":\"t{n}\"}}"))}]}}"));

    [Fact]
    public void Read_PlainTools_AllocatesNoMoreForThem()
    {
        var small = AllocatedBy("""{"model":"fast","messages":[{"role":"user","content":"hello"}]}""");
        var tool = """{"type":"function","function":{"name":"f","parameters":{"type":"object","properties":{"file_id":{"type":"string"}}}}}""";
        var large = AllocatedBy($$"""{"model":"fast","messages":[{"role":"user","content":"{{new string('x', 50_000)}}"}],"tools":[{{string.Join(',', Enumerable.Repeat(tool, 100))}}]}""");

        Assert.Equal(small, large);
    }

    /// <summary>The least of several times: what is made once for all, and again when the collector trimmed a pool, is not counted.</summary>
    private static long AllocatedBy(string json)
    {
        using var body = Body(json);
        return Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            RequestReader.Read(body, new(WireFormat.OpenAiChat)).Stops(out var _, out var _);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    private static ModelRequest Read(string format, string json)
    {
        Assert.Null(Refused(format, json)?.Message);
        RequestReader.Read(Body(json), Shape(format)).Stops(out _, out var request);
        return request!;
    }

    private static Refusal? Refused(string format, string json) => RequestReader.Read(Body(json), Shape(format)).Stops(out var refusal, out _) ? refusal : null;

    private static RequestShape Shape(string format)
    {
        var parsed = Enum.Parse<WireFormat>(format);
        return new(parsed, format.StartsWith("Gemini", StringComparison.Ordinal) || parsed == WireFormat.BedrockConverse ? "p" : null);
    }

    private static AiGateway.Sidecar.Bodies.Body Body(string json)
    {
        var body = new AiGateway.Sidecar.Bodies.Body(Chunks.Pool());
        Assert.True(body.TryAppend(Encoding.UTF8.GetBytes(json)));
        return body;
    }
}
