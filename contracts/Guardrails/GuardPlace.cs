using System.Text.Json.Serialization;

namespace AiGateway.Contracts.Guardrails;

/// <summary>A kind of text that passes.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GuardPlace>))]
public enum GuardPlace
{
    /// <summary>What is asked: user turns, earlier answers that come back as history, documents, prompts, what is embedded.</summary>
    [JsonStringEnumMemberName("input")]
    Input,

    /// <summary>What a model answers: text, reasoning and refusals, of all choices.</summary>
    [JsonStringEnumMemberName("output")]
    Output,

    /// <summary>The instructions of a request: system and developer turns.</summary>
    [JsonStringEnumMemberName("systemPrompt")]
    SystemPrompt,

    /// <summary>Arguments of tool calls: as the model asks for them, as history repeats them, and as they go to a tool server.</summary>
    [JsonStringEnumMemberName("toolArguments")]
    ToolArguments,

    /// <summary>What tools answered: in requests, and from tool servers (results, resources, prompts).</summary>
    [JsonStringEnumMemberName("toolResult")]
    ToolResult,

    /// <summary>Names, descriptions and schemas of tools: in requests, and from tool servers.</summary>
    [JsonStringEnumMemberName("toolDefinition")]
    ToolDefinition,
}
