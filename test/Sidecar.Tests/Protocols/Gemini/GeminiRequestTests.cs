using System.Text;
using AiGateway.Sidecar.Conversations;

namespace AiGateway.Sidecar.Tests.Protocols.Gemini;

public sealed class GeminiRequestTests
{
    [Fact]
    public void Read_SnakeCaseAndSingleItems_AreTakenAsTheProviderTakesThem()
    {
        var conversation = GeminiText.Read("""
            {"system_instruction":{"parts":{"text":"be brief"}},"contents":{"parts":{"text":"hi"}},
             "generation_config":{"max_output_tokens":"10","topK":40.0,"stop_sequences":"x"},"safety_settings":[{"category":"c"}]}
            """);

        Assert.Equal([Role.System, Role.User], conversation.Turns.Select(turn => turn.Role));
        Assert.Equal("be brief", Assert.IsType<TextPart>(conversation.Turns[0].Parts[0]).Text.ToString());
        Assert.Equal((10, 40, "x"), (conversation.MaxTokens, conversation.TopK, conversation.Stop.Single()));
        Assert.Equal("generation_config.max_output_tokens", conversation.Paths[Field.MaxTokens]);
        Assert.Equal(["safety_settings"], conversation.Unknown);
    }

    [Theory]
    [InlineData("""{"systemInstruction":"be brief","contents":[]}""")]
    [InlineData("""{"contents":[],"systemInstruction":{"role":"system","parts":[{"text":"be brief"}]}}""")]
    [InlineData("""{"systemInstruction":{"text":"be brief"}}""")]
    public void Read_SystemInstructionInAnyForm_Leads(string request) =>
        Assert.Equal("be brief", Assert.IsType<TextPart>(GeminiText.Read(request).Turns[0].Parts[0]).Text.ToString());

    [Theory]
    [InlineData("""{"contents":[{"role":"model","parts":[{"text":"a","inlineData":{}}]}]}""", "contents[0].parts[0].inlineData")]
    [InlineData("""{"contents":[{"role":"assistant","parts":[{"text":"a"}]}]}""", "contents[0].role")]
    [InlineData("""{"contents":[{"parts":[{"text":1}]}]}""", "contents[0].parts[0].text")]
    [InlineData("""{"contents":[{"parts":["a"]}]}""", "contents[0].parts[0]")]
    [InlineData("""{"contents":[{"parts":[{"functionCall":{"args":{}}}]}]}""", "contents[0].parts[0].functionCall.name")]
    [InlineData("""{"contents":[{"parts":[{"functionResponse":{"name":"f","response":"no"}}]}]}""", "contents[0].parts[0].functionResponse.response")]
    [InlineData("""{"generationConfig":{"topK":1.5}}""", "generationConfig.topK")]
    [InlineData("""{"generationConfig":{"thinkingConfig":{"thinkingLevel":"much"}}}""", "generationConfig.thinkingConfig.thinkingLevel")]
    [InlineData("""{"generation_config":{},"generationConfig":{}}""", "generation_config")]
    [InlineData("""{"toolConfig":{"functionCallingConfig":{"mode":"SOME"}}}""", "toolConfig.functionCallingConfig.mode")]
    public void Read_WrongShape_NamesThePlace(string request, string path) => Assert.Equal(path, Assert.Throws<UnfitFieldException>(() => GeminiText.Read(request)).Path);

    [Fact]
    public void Read_WhatHasNoPlace_IsNamed() =>
        Assert.Equal(
            ["cachedContent", "labels", "tools[0].googleSearch", "tools[1].code_execution", "toolConfig.retrievalConfig", "contents[0].parts[0].videoMetadata",
             "contents[0].parts[1].fileData.fileUri", "contents[0].parts[2].executableCode", "generationConfig.speechConfig", "toolConfig2"],
            GeminiText.Read("""
                {"cachedContent":"c","labels":{},"tools":[{"googleSearch":{}},{"code_execution":{}}],"toolConfig":{"retrievalConfig":{}},
                 "contents":[{"parts":[{"text":"a","videoMetadata":{}},{"fileData":{"fileUri":"https://generativelanguage.googleapis.com/v1beta/files/x","mimeType":"a/b"}},{"executableCode":{}}]}],
                 "generationConfig":{"speechConfig":{}},"toolConfig2":1}
                """).Unknown);

    [Fact]
    public void Read_CallsWithoutIds_GetSomeThatTheirResponsesFind()
    {
        var turns = GeminiText.Read("""
            {"contents":[{"role":"user","parts":[{"text":"go"}]},
             {"role":"model","parts":[{"functionCall":{"name":"f","args":{"a":1}}},{"functionCall":{"name":"g"}},{"functionCall":{"name":"f","id":"x"}}]},
             {"role":"user","parts":[{"functionResponse":{"name":"g","response":{"output":"G"}}},{"functionResponse":{"name":"f","response":{"b":2}}},{"functionResponse":{"name":"f","id":"x","response":{"error":"no"}}}]}]}
            """).Turns;

        var calls = turns[1].Parts.Cast<ToolCallPart>().ToList();
        var results = turns[2].Parts.Cast<ToolResultPart>().ToList();
        Assert.Equal(["call_1_0", "call_1_1", "x"], calls.Select(call => call.Id));
        Assert.Equal(["{\"a\":1}", "{}", "{}"], calls.Select(call => Encoding.UTF8.GetString(call.Arguments.Span)));
        Assert.Equal(["call_1_1", "call_1_0", "x"], results.Select(result => result.CallId));
        Assert.Equal(["G", "{\"b\":2}", "no"], results.Select(result => ((TextPart)result.Parts[0]).Text.ToString()));
        Assert.Equal([false, false, true], results.Select(result => result.IsError));
    }

    [Fact]
    public void Read_OpenApiSchema_BecomesJsonSchema()
    {
        var tool = GeminiText.Read("""
            {"tools":[{"functionDeclarations":[{"name":"f","parameters":{"type":"OBJECT","propertyOrdering":["a"],"required":["a"],"properties":{
              "a":{"type":"STRING","nullable":true,"enum":["x"]},"nullable":{"type":"ARRAY","minItems":"2","items":{"type":"INTEGER","format":"int32"}},
              "c":{"any_of":[{"type":"STRING"}],"nullable":true}}}}]}]}
            """).Tools.Single();

        Assert.Equal(
            """{"type":"object","required":["a"],"properties":{"a":{"type":["string","null"],"enum":["x",null]},"nullable":{"type":"array","minItems":2,"items":{"type":"integer","format":"int32"}},"c":{"anyOf":[{"type":"string"},{"type":"null"}]}}}""",
            tool.Parameters.GetRawText());
    }

    [Fact]
    public void Read_UrlSafeBase64_BecomesStandard() =>
        Assert.Equal("a+b/", Assert.IsType<MediaPart>(GeminiText.Read("""{"contents":[{"parts":[{"inline_data":{"mime_type":"image/png","data":"a-b_"}}]}]}""").Turns[0].Parts[0]).Base64.ToString());

    [Fact]
    public void Write_EverythingThatWasRead_IsThere()
    {
        var again = GeminiText.Again(
            """
            {"contents":[{"role":"user","parts":[{"text":"a\u00e9"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}},{"fileData":{"mimeType":"application/pdf","fileUri":"https://x.test/a.pdf"}}]},
             {"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},{"functionCall":{"id":"1","name":"f","args":{"a":[1]}},"thoughtSignature":"c2lnMg=="}]},
             {"role":"user","parts":[{"functionResponse":{"id":"1","name":"f","response":{"output":"42"}}}]},{"role":"user","parts":[{"text":"so?"}]}],
             "systemInstruction":{"parts":[{"text":"s"}]},"tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$schema":"x"}}]}],
             "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},
             "generationConfig":{"temperature":0.5,"topP":0.9,"topK":3,"maxOutputTokens":9,"candidateCount":2,"seed":7,"presencePenalty":1,"frequencyPenalty":-1,"responseLogprobs":true,"logprobs":2,
               "stopSequences":["x"],"responseMimeType":"application/json","responseJsonSchema":{"type":"object"},"thinkingConfig":{"thinkingBudget":100,"includeThoughts":true}}}
            """,
            out var losses);

        Assert.Empty(losses.Paths);
        Assert.Empty(losses.Notes);
        Assert.Equal(
            """{"systemInstruction":{"parts":[{"text":"s"}]},"contents":[{"role":"user","parts":[{"text":"a\u00e9"},{"inlineData":{"mimeType":"image/png","data":"QUJD"}},{"fileData":{"mimeType":"application/pdf","fileUri":"https://x.test/a.pdf"}}]},{"role":"model","parts":[{"text":"hm","thought":true,"thoughtSignature":"c2ln"},{"functionCall":{"name":"f","args":{"a":[1]}},"thoughtSignature":"c2lnMg=="}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"42"}}},{"text":"so?"}]}],"tools":[{"functionDeclarations":[{"name":"f","description":"d","parametersJsonSchema":{"type":"object","$schema":"x"}}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"generationConfig":{"temperature":0.5,"topP":0.9,"topK":3,"presencePenalty":1,"frequencyPenalty":-1,"maxOutputTokens":9,"candidateCount":2,"responseLogprobs":true,"logprobs":2,"seed":7,"stopSequences":["x"],"responseMimeType":"application/json","responseJsonSchema":{"type":"object"},"thinkingConfig":{"thinkingBudget":100,"includeThoughts":true}}}""",
            again);
    }

    [Theory]
    [InlineData("gemini-2.5-pro", "medium", "\"thinkingBudget\":8192")]
    [InlineData("gemini-3-pro", "medium", "\"thinkingLevel\":\"medium\"")]
    [InlineData("gemini-flash-latest", "xhigh", "\"thinkingLevel\":\"high\"")]
    [InlineData("gemini-3-flash", "none", "\"thinkingBudget\":0")]
    public void Write_Effort_IsWhatTheModelTakes(string model, string effort, string expected) =>
        Assert.Contains(expected, GeminiText.Write(new Conversation { Model = model, Reasoning = new() { Effort = effort } }, out _), StringComparison.Ordinal);

    [Fact]
    public void Write_AnothersCall_IsMarkedForModelsThatWantSignatures()
    {
        var conversation = new Conversation { Model = "gemini-3-pro" };
        ToolCallPart Call(string id) => new() { Id = id, Name = "f", Arguments = "{}"u8.ToArray(), Path = "p", Signature = new(Signature.Anthropic, "s") };
        conversation.Turns.Add(new() { Role = Role.Assistant, Parts = [Call("1"), Call("2")], Path = "t" });

        var text = GeminiText.Write(conversation, out var losses);

        Assert.Equal(
            """{"contents":[{"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{}},"thoughtSignature":"skip_thought_signature_validator"},{"functionCall":{"id":"2","name":"f","args":{}}}]}]}""",
            text);
        Assert.Equal(["p"], losses.Notes);
    }

    [Fact]
    public void Read_StreamedPieces_AreOneTurnOfWholeParts()
    {
        var turns = GeminiText.Read("""
            {"contents":[{"role":"user","parts":[{"text":"a"},{"text":"b"}]},{"role":"model","parts":[{"text":"One","thought":true}]},{"role":"model","parts":[{"text":" and","thought":true}]},
             {"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"YWlndzEuYW50aHJvcGljLnM="}]},{"role":"model","parts":[{"text":"","thought":true,"thoughtSignature":"YWlndzFzLmFudGhyb3BpYy54"}]},
             {"role":"model","parts":[{"text":"Hel"}]},{"role":"model","parts":[{"text":"lo"}]},{"role":"model","parts":[{"text":"","thoughtSignature":"c2ln"}]},{"role":"model","parts":[{"text":"only"}]},
             {"role":"model","parts":[{"functionCall":{"name":"f"}}]},{"role":"model","parts":[{"text":""}]},{"role":"user","parts":[{"text":"on"}]},{"role":"model","parts":[{"text":""}]}]}
            """).Turns;

        Assert.Equal([2, 5, 1], turns.Select(turn => turn.Parts.Count));
        var parts = turns[1].Parts;
        Assert.Equal(("One and", new(Signature.Anthropic, "s")), (((ReasoningPart)parts[0]).Text.ToString(), parts[0].Signature));
        Assert.Equal(new Signature(Signature.Anthropic, "x"), ((ReasoningPart)parts[1]).Sealed);
        Assert.Equal(("Hello", new(Signature.Gemini, "c2ln")), (((TextPart)parts[2]).Text.ToString(), parts[2].Signature));
        Assert.Equal("only", ((TextPart)parts[3]).Text.ToString());
        Assert.IsType<ToolCallPart>(parts[4]);
    }

    [Fact]
    public void Write_ResultsOutOfOrder_GoOutInTheOrderOfTheirCalls()
    {
        var conversation = new Conversation { Model = "gemini-2.5-pro" };
        ToolCallPart Call(string id) => new() { Id = id, Name = "f", Arguments = "{}"u8.ToArray() };
        Turn Result(string id) => new() { Role = Role.User, Parts = [new ToolResultPart { CallId = id, Parts = [new TextPart(id)] }], Path = "r" };
        conversation.Turns.AddRange([new() { Role = Role.Assistant, Parts = [Call("a"), Call("b")], Path = "t" }, Result("b"), Result("a")]);

        Assert.EndsWith(
            """{"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"a"}}},{"functionResponse":{"name":"f","response":{"output":"b"}}}]}]}""",
            GeminiText.Write(conversation, out _),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_WhatGeminiCannotSay_IsLost()
    {
        var conversation = new Conversation { Model = "gemini-2.5-pro", ParallelToolCalls = false, User = "u", Seed = long.MaxValue };
        foreach (var field in new[] { Field.ParallelToolCalls, Field.User, Field.Seed }) conversation.Paths[field] = field.ToString();
        conversation.Turns.Add(new() { Role = Role.User, Parts = [new TextPart("a"), new MediaPart(MediaKind.Audio) { Path = "audio", Base64 = "QQ==" }], Path = "0", Name = "bob" });
        conversation.Turns.Add(new() { Role = Role.System, Parts = [new TextPart("late")], Path = "1" });
        conversation.Turns.Add(new() { Role = Role.Assistant, Parts = [new ReasoningPart("hm") { Path = "thought", Signature = new(Signature.Anthropic, "x") }], Path = "2" });
        conversation.Turns.Add(new() { Role = Role.User, Parts = [new ToolResultPart { CallId = "?", Parts = [], Path = "result" }], Path = "3" });

        var text = GeminiText.Write(conversation, out var losses);

        Assert.Equal("""{"contents":[{"role":"user","parts":[{"text":"a"}]}],"generationConfig":{}}""", text);
        Assert.Equal(["0.name", "audio", "1", "result", "ParallelToolCalls", "User", "Seed"], losses.Paths);
        Assert.Equal(["thought"], losses.Notes);
    }
}
